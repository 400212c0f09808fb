using Frostline.Migrations.Sql;
using static Frostline.Migrations.Linting.Pasted;

namespace Frostline.Migrations.Linting.Rules;

/// <summary>Changes of rows that are too large or wrong.</summary>
internal static class Rows
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.On<RowsChanged>("whole-table-update", OperationClass.Data, "Every row is locked until the migration ends, and written anew.", (rows, scope) =>
            rows is { Verb: "update", Every: true } && scope.Exists(rows.Name) && !IsBatched(scope)
                ? new($"every row of {rows.Name} is written", $"-- frostline:batch key={Name(rows.Name)}.id size=5000\nUPDATE {Name(rows.Name)} SET …") : null),
        Rule.On<RowsChanged>("data-behind-lock", OperationClass.Data, "A lock that shuts readers out is held until the rows are written.", (rows, scope) =>
            rows.Verb is "update" or "delete" && scope.Exists(rows.Name) && !scope.Step.OutsideTransaction && !IsBatched(scope) && AfterStrongLock(rows.Name, scope)
                ? new($"rows of {rows.Name} are written after it was altered, in one transaction", "Put the rows into a migration of their own, after this one.") : null),
        Rule.On<RowsChanged>("assigned-twice", OperationClass.Data, "PostgreSQL refuses the statement.", (rows, _) =>
            rows.Twice is { } column ? new($"column {rows.Name}.{column} is assigned twice", "Leave one of the assignments out.") : null),
    ];

    /// <summary>Whether <c>Migrate</c> does it in parts, each in a transaction of its own.</summary>
    private static bool IsBatched(Scope scope) => scope.Step.Statement.Comments.Any(comment => comment.Contains("frostline:batch", StringComparison.Ordinal));

    private static bool AfterStrongLock(string table, Scope scope) => scope.Steps.Take(scope.Position).Where(step => !step.OutsideTransaction).SelectMany(step => step.Changes).Any(change =>
        change.Table == table && change is ColumnAdded or ColumnDropped or TypeChanged or NullabilityChanged or DefaultChanged or ConstraintDropped or ConstraintAdded { Kind: not ConstraintKind.ForeignKey } && change.Table == table);
}
