using Frostline.Migrations.Sql;
using static Frostline.Migrations.Linting.Pasted;

namespace Frostline.Migrations.Linting.Rules;

/// <summary>What rows must meet from then on, though releases before do not know it.</summary>
internal static class Demands
{
    private const string WritesFail = "An INSERT or UPDATE of a release before may not meet it and fails.";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.On<TypeChanged>("change-type", OperationClass.Contract, "Releases before read and write the old type; PostgreSQL rewrites the table and lets nobody read it meanwhile.", (changed, scope) =>
            scope.Exists(changed.Name) && !changed.Widens ? new($"column {changed.Name}.{changed.Column} is of another type", Beside(changed)) : null),
        Rule.On<NullabilityChanged>("set-not-null", OperationClass.Contract, $"{WritesFail} PostgreSQL scans the table and lets nobody read it meanwhile, unless a valid CHECK proves it.", (changed, scope) =>
            changed.Required && scope.Exists(changed.Name) ? new($"column {changed.Name}.{changed.Column} takes no null any more", Checked(changed)) : null),
        Rule.On<NullabilityChanged>("drop-not-null", OperationClass.Contract, "Releases before read the column into a type without null, and fail at the first row that has one.", (changed, scope) =>
            !changed.Required && scope.Exists(changed.Name) && !scope.Adds(changed.Name, changed.Column)
                ? new($"column {changed.Name}.{changed.Column} may be null", "Make the property nullable in a release that writes no null yet; drop NOT NULL in the release after.") : null),
        Rule.On<ColumnAdded>("add-required-column", OperationClass.Contract, "Releases before do not name it in their INSERTs; and PostgreSQL refuses it when the table has rows.", (added, scope) =>
            added.Column.MustBeGiven && scope.Exists(added.Name)
                ? new($"column {added.Name}.{added.Column.Name} must be given and has no default", $"ALTER TABLE {Name(added.Name)} ADD COLUMN {Name(added.Column.Name)} {added.Column.Type} NOT NULL DEFAULT …; -- or without NOT NULL") : null),
        Rule.On<DefaultChanged>("drop-default", OperationClass.Contract, "Releases before may leave it to the default, and then write null or fail.", (changed, scope) =>
            changed.Dropped && scope.Exists(changed.Name) && !scope.Adds(changed.Name, changed.Column)
                ? new($"column {changed.Name}.{changed.Column} has no default any more", "Release a version that gives the value itself; drop the default with --contract in the release after.") : null),
        Rule.On<IndexCreated>("unique-index", OperationClass.Contract, WritesFail, (index, scope) =>
            index.Unique && scope.Exists(index.Name) && !scope.StayNull(index.Name, index.Columns)
                ? new($"{index.Name}.{string.Join(", ", index.Columns)} must be unique", $"Release a version that writes no double first; then CREATE UNIQUE INDEX CONCURRENTLY … ON {Name(index.Name)} ({Names(index.Columns)}); with --contract.") : null),
        Rule.On<ConstraintAdded>("unique-constraint", OperationClass.Contract, WritesFail, (added, scope) =>
            Breaks(added, ConstraintKind.Unique, scope) ? new($"{added.Name}.{string.Join(", ", added.Columns)} must be unique", "Release a version that writes no double first; then add the constraint with --contract.") : null),
        Rule.On<ConstraintAdded>("primary-key", OperationClass.Contract, WritesFail, (added, scope) =>
            added.Kind == ConstraintKind.PrimaryKey && scope.Exists(added.Name) && !Fills(added, scope)
                ? new($"{added.Name}.{string.Join(", ", added.Columns)} must be unique and given", "Release a version that writes the key first; then add the constraint over a unique index, with --contract.") : null),
        Rule.On<ConstraintAdded>("check-constraint", OperationClass.Contract, WritesFail, (added, scope) =>
            Breaks(added, ConstraintKind.Check, scope) ? new($"table {added.Name} has the new check {added.Constraint ?? added.Definition}", "Release a version that meets it first; then add the constraint NOT VALID with --contract, and validate it in a migration of its own.") : null),
        Rule.On<ConstraintAdded>("foreign-key", OperationClass.Contract, $"{WritesFail} So does a DELETE of what is referred to.", (added, scope) =>
            Breaks(added, ConstraintKind.ForeignKey, scope) ? new($"{added.Name}.{string.Join(", ", added.Columns)} must refer to {added.References}", "Release a version that meets it first; then add the constraint NOT VALID with --contract, and validate it in a migration of its own.") : null),
        Rule.On<ConstraintAdded>("exclusion-constraint", OperationClass.Contract, $"{WritesFail} Its index is built while nobody reads or writes, and there is no other way.", (added, scope) =>
            added.Kind == ConstraintKind.Exclusion && scope.Exists(added.Name) ? new($"table {added.Name} excludes rows by {added.Constraint ?? "a new constraint"}", "Add it to a new table and move the rows there.") : null),
        Rule.On<Altered>("domain-constraint", OperationClass.Contract, $"{WritesFail} Every table with a column of the domain is scanned.", (altered, _) =>
            altered.What == "domain" && altered.How is var how && (how.StartsWith("add", StringComparison.Ordinal) || how.StartsWith("set not null", StringComparison.Ordinal)) && !how.EndsWith("not valid", StringComparison.Ordinal)
                ? new($"values of domain {altered.Name} must meet more", $"ALTER DOMAIN {Name(altered.Name)} ADD CONSTRAINT … CHECK (…) NOT VALID; and validate it in a migration of its own") : null),
    ];

    /// <summary>Columns that releases before leave null meet a constraint.</summary>
    private static bool Breaks(ConstraintAdded added, ConstraintKind kind, Scope scope) =>
        added.Kind == kind && scope.Exists(added.Name) && !(added.UsingIndex && kind == ConstraintKind.Unique) && !(kind == ConstraintKind.Check ? added.Columns is [var only] && Bounds(added) && scope.StayNull(added.Name, [only]) : scope.StayNull(added.Name, added.Columns));

    /// <summary>A comparison is not false for null; IS NOT NULL is.</summary>
    private static bool Bounds(ConstraintAdded check) => !check.Definition.Contains(" IS ", StringComparison.OrdinalIgnoreCase);

    private static bool Fills(ConstraintAdded key, Scope scope) => key.Columns.All(column =>
        scope.All.OfType<ColumnAdded>().Any(added => added.Name == key.Name && added.Column.Name == column && (added.Column.Identity || added.Column.Type?.IsSerial == true)));

    private static string Beside(TypeChanged changed) =>
        $"ALTER TABLE {Name(changed.Name)} ADD COLUMN {Name(changed.Column + "_new")} {changed.To}; -- write both, move the rows in batches, read the new one, and drop the old one two releases later";

    private static string Checked(NullabilityChanged changed)
    {
        var (table, column, check) = (Name(changed.Name), Name(changed.Column), Name($"{changed.Column}_not_null"));
        return $"ALTER TABLE {table} ADD CONSTRAINT {check} CHECK ({column} IS NOT NULL) NOT VALID; -- next migration: ALTER TABLE {table} VALIDATE CONSTRAINT {check}; "
            + $"then: ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL; ALTER TABLE {table} DROP CONSTRAINT {check};";
    }
}
