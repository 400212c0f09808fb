using Frostline.Migrations.Sql;
using static Frostline.Migrations.Linting.Pasted;

namespace Frostline.Migrations.Linting.Rules;

/// <summary>Changes of rows that are too large or wrong.</summary>
internal static class Rows
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.On<RowsChanged>("whole-table-update", OperationClass.Data, "Every row is locked until the migration ends, and written anew.", (rows, scope) =>
            rows is { Verb: "update", Every: true } && scope.Exists(rows.Name)
                ? new($"every row of {rows.Name} is written", $"Move the rows in batches, by the key, each in a transaction of its own: UPDATE {Name(rows.Name)} SET … WHERE id > … AND id <= …;") : null),
        Rule.On<RowsChanged>("data-behind-lock", OperationClass.Data, "A lock that shuts readers out is held until the rows are written.", (rows, scope) =>
            rows.Verb is "update" or "delete" && scope.Exists(rows.Name) && !scope.Step.OutsideTransaction && AfterStrongLock(rows.Name, scope)
                ? new($"rows of {rows.Name} are written after it was altered, in one transaction", "Put the rows into a migration of their own, after this one.") : null),
        Rule.On<RowsChanged>("assigned-twice", OperationClass.Data, "PostgreSQL refuses the statement.", (rows, _) =>
            rows.Twice is { } column ? new($"column {rows.Name}.{column} is assigned twice", "Leave one of the assignments out.") : null),
    ];

    private static bool AfterStrongLock(string table, Scope scope) => scope.Steps.Take(scope.Position).Where(step => !step.OutsideTransaction).SelectMany(step => step.Changes).Any(change =>
        change.Table == table && change is ColumnAdded or ColumnDropped or TypeChanged or NullabilityChanged or DefaultChanged or ConstraintDropped or ConstraintAdded { Kind: not ConstraintKind.ForeignKey } && change.Table == table);
}
