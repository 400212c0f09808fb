using Frostline.Migrations.Sql;
using static Frostline.Migrations.Linting.Pasted;

namespace Frostline.Migrations.Linting.Rules;

/// <summary>What releases before use, and then is not there.</summary>
internal static class Removals
{
    private const string Later = "First release a version whose model does not map it. Take it away in the migration of the release after, with --contract.";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.On<Dropped>("drop-table", OperationClass.Contract, "Every query of releases before fails, and the rows are lost.", (drop, scope) =>
            drop.What is "table" or "foreign table" && scope.Exists(drop.Name) ? new($"table {drop.Name} is gone", Later) : null),
        Rule.On<ColumnDropped>("drop-column", OperationClass.Contract, "EF Core names every mapped column, so releases before fail at each SELECT and INSERT; the values are lost.", (drop, scope) =>
            scope.Exists(drop.Name) ? new($"column {drop.Name}.{drop.Column} is gone", $"{Later} With the first, for rows that do not give it: ALTER TABLE {Name(drop.Name)} ALTER COLUMN {Name(drop.Column)} SET DEFAULT …;") : null),
        Rule.On<Dropped>("drop-schema", OperationClass.Contract, "Everything in it goes with it.", (drop, _) =>
            drop.What == "schema" ? new($"schema {drop.Name} is gone", Later) : null),
        Rule.On<Dropped>("drop-database", OperationClass.Contract, "Everything is lost; PostgreSQL refuses it in a transaction besides.", (drop, _) =>
            drop.What == "database" ? new($"database {drop.Name} is gone", "Take it out of the migration. Drop databases by hand, after a verified backup.") : null),
        Rule.On<Dropped>("drop-object", OperationClass.Contract, "Releases before may use it, and what depends on it may go too.", (drop, scope) =>
            drop.What is not ("table" or "foreign table" or "schema" or "database" or "index") && MayBeUsed(drop, scope) ? new($"{drop.What} {drop.Name} is gone", Later) : null),
        Rule.On<PartitionMoved>("detach-partition", OperationClass.Contract, "Releases before do not find its rows any more.", (moved, scope) =>
            !moved.Attached && scope.Exists(moved.Name) ? new($"the rows of {moved.Partition} are no rows of {moved.Name} any more", Later) : null),
        Rule.On<RowsChanged>("truncate", OperationClass.Contract, "All rows are lost, and nobody reads the table meanwhile.", (rows, scope) =>
            rows.Verb == "truncate" && scope.Exists(rows.Name) ? new($"all rows of {rows.Name} are gone", "Delete in batches what is not needed, after the release that does not need it serves.") : null),
        Rule.On<RowsChanged>("truncate-cascade", OperationClass.Contract, "It empties every table that refers to this one, also those made later.", (rows, scope) =>
            rows is { Verb: "truncate", Cascade: true } && scope.Exists(rows.Name) ? new($"all rows that refer to {rows.Name} are gone", $"TRUNCATE {Name(rows.Name)}; -- without CASCADE: name each table that is meant") : null),
        Rule.On<RowsChanged>("delete-rows", OperationClass.Contract, "Releases before may need the rows, and no Down brings them back.", (rows, scope) =>
            rows.Verb == "delete" && scope.Exists(rows.Name) ? new($"rows of {rows.Name} are gone", "Delete them after the release that does not need them serves, with --contract.") : null),
        Rule.On<Altered>("take-rights", OperationClass.Contract, "The role that releases before connect with may be shut out.", (altered, scope) =>
            altered.How == "revoke" || (altered.How.StartsWith("owner to", StringComparison.Ordinal) && (altered.On is null || scope.Exists(altered.On)))
                ? new(altered.How == "revoke" ? $"rights are revoked: {altered.Name}" : $"{altered.What} {altered.Name} has another owner", "Grant the new rights now; revoke the old ones with --contract in the release after.") : null),
        Rule.On<Altered>("row-security", OperationClass.Contract, "Without a policy for their role, releases before see no rows.", (altered, scope) =>
            altered.On is { } table && scope.Exists(table) && altered.How is "enable row level security" or "force row level security"
                ? new($"rows of {altered.Name} are hidden by policies", "Create the policies first, for the roles that serve; enable them in the release after.") : null),
    ];

    private static bool MayBeUsed(Dropped drop, Scope scope) =>
        (drop.On is null || scope.Exists(drop.On)) && !scope.Before.OfType<Created>().Any(created => created.What == drop.What && created.Name == drop.Name);
}
