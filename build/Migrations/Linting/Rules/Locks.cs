using Frostline.Migrations.Sql;
using static Frostline.Migrations.Linting.Pasted;

namespace Frostline.Migrations.Linting.Rules;

/// <summary>What makes requests wait: strong locks held while rows are read or written.</summary>
internal static class Locks
{
    private const string WritesWait = "Nobody writes to the table while it is built.";
    private const string NobodyReads = "Nobody reads or writes the table while it is scanned or rewritten.";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.On<IndexCreated>("index-without-concurrently", OperationClass.Expand, WritesWait, (index, scope) =>
            !index.Concurrently && scope.Exists(index.Name) && !IsEmptied(index.Name, scope)
                ? new($"index {index.Index} on {index.Name} is built under a lock", Outside($"CREATE {(index.Unique ? "UNIQUE " : "")}INDEX CONCURRENTLY IF NOT EXISTS {Name(index.Index ?? "…")} ON {Name(index.Name)} ({Names(index.Columns)})") + " // or .IsCreatedConcurrently()") : null),
        Rule.On<Dropped>("drop-index-without-concurrently", OperationClass.Expand, "Nobody reads or writes its table until the lock is there and the index is gone.", (drop, scope) =>
            drop is { What: "index", Concurrently: false } && !scope.Before.OfType<IndexCreated>().Any(made => made.Index == drop.Name)
                ? new($"index {drop.Name} is dropped under a lock", Outside($"DROP INDEX CONCURRENTLY IF EXISTS {Name(drop.Name)}")) : null),
        Rule.On<Maintained>("reindex-without-concurrently", OperationClass.Expand, WritesWait, (kept, _) =>
            kept is { Verb: "reindex", Concurrently: false } ? new($"{kept.Name} is indexed anew under a lock", Outside($"REINDEX {(kept.On is null ? "INDEX" : "TABLE")} CONCURRENTLY {Name(kept.Name)}")) : null),
        Rule.On<Maintained>("refresh-without-concurrently", OperationClass.Expand, "Nobody reads the view while it is filled.", (kept, _) =>
            kept is { Verb: "refresh", Concurrently: false } ? new($"materialized view {kept.Name} is filled under a lock", $"REFRESH MATERIALIZED VIEW CONCURRENTLY {Name(kept.Name)}; -- needs a unique index on it") : null),
        Rule.On<PartitionMoved>("detach-without-concurrently", OperationClass.Expand, "Nobody reads or writes the parted table meanwhile.", (moved, scope) =>
            moved is { Attached: false, Concurrently: false } && scope.Exists(moved.Name)
                ? new($"{moved.Partition} is detached from {moved.Name} under a lock", Outside($"ALTER TABLE {Name(moved.Name)} DETACH PARTITION {Name(moved.Partition)} CONCURRENTLY")) : null),
        Rule.On<PartitionMoved>("attach-partition", OperationClass.Expand, "PostgreSQL scans the part under a lock, unless a valid CHECK proves its bounds.", (moved, scope) =>
            moved.Attached && scope.Exists(moved.Partition) ? new($"{moved.Partition} is scanned while it is attached to {moved.Name}", $"ALTER TABLE {Name(moved.Partition)} ADD CONSTRAINT … CHECK (…) NOT VALID; -- validate it in a migration of its own, then attach") : null),
        Rule.On<ConstraintAdded>("check-without-not-valid", OperationClass.Expand, NobodyReads, (added, scope) =>
            added is { Kind: ConstraintKind.Check, NotValid: false } && scope.Exists(added.Name)
                ? new($"table {added.Name} is scanned for {added.Constraint ?? "a check"}", Validated(added)) : null),
        Rule.On<ConstraintAdded>("foreign-key-without-not-valid", OperationClass.Expand, "Nobody writes to either table while the rows are compared.", (added, scope) =>
            added is { Kind: ConstraintKind.ForeignKey, NotValid: false } && scope.Exists(added.Name)
                ? new($"table {added.Name} is compared with {added.References}", Validated(added)) : null),
        Rule.On<ConstraintAdded>("unique-constraint-without-index", OperationClass.Expand, "Nobody reads or writes the table while its index is built.", (added, scope) =>
            added is { Kind: ConstraintKind.Unique, UsingIndex: false } && scope.Exists(added.Name) ? new($"the index of {added.Constraint ?? "a unique constraint"} on {added.Name} is built under a lock", OverIndex(added, "UNIQUE")) : null),
        Rule.On<ConstraintAdded>("primary-key-without-index", OperationClass.Expand, "Nobody reads or writes the table while its index is built.", (added, scope) =>
            added is { Kind: ConstraintKind.PrimaryKey, UsingIndex: false } && scope.Exists(added.Name) ? new($"the index of the key of {added.Name} is built under a lock", OverIndex(added, "PRIMARY KEY")) : null),
        Rule.On<ConstraintValidated>("validate-in-same-transaction", OperationClass.Expand, "The strong lock of ADD CONSTRAINT is held until the scan ends.", (validated, scope) =>
            !scope.Step.OutsideTransaction && scope.Exists(validated.Name) && scope.Before.OfType<ConstraintAdded>().Any(added => added.Name == validated.Name && added.Constraint == validated.Constraint)
                ? new($"{validated.Constraint} is added and validated in one transaction", $"Another migration: ALTER TABLE {Name(validated.Name)} VALIDATE CONSTRAINT {Name(validated.Constraint)};") : null),
        Rule.On<ColumnAdded>("volatile-default", OperationClass.Expand, NobodyReads, (added, scope) =>
            scope.Exists(added.Name) && added.Column.Default is { } value && (Volatile(value) || scope.Server.Major < 11)
                ? new($"table {added.Name} is rewritten to fill {added.Column.Name}", $"ALTER TABLE {Name(added.Name)} ADD COLUMN {Name(added.Column.Name)} {added.Column.Type}; ALTER TABLE {Name(added.Name)} ALTER COLUMN {Name(added.Column.Name)} SET DEFAULT {string.Concat(value)}; -- then fill the rows in batches") : null),
        Rule.On<ColumnAdded>("generated-column", OperationClass.Expand, NobodyReads, (added, scope) =>
            added.Column.Stored && scope.Exists(added.Name) ? new($"table {added.Name} is rewritten to compute {added.Column.Name}", "Add a plain column, fill it in batches, and keep it by a trigger or in the service.") : null),
        Rule.On<ColumnAdded>("sequence-column", OperationClass.Expand, NobodyReads, (added, scope) =>
            (added.Column.Identity || added.Column.Type?.IsSerial == true) && scope.Exists(added.Name)
                ? new($"table {added.Name} is rewritten to number {added.Column.Name}", "Make a new table with the key and move the rows in batches.") : null),
        Rule.On<Altered>("rewrite-table", OperationClass.Expand, NobodyReads, (altered, scope) =>
            altered is { What: "table", On: { } table } && scope.Exists(table) && Rewrites(altered.How) ? new($"table {table} is rewritten: {altered.How}", "Make a new table as wanted and move the rows in batches.") : null),
        Rule.On<Maintained>("vacuum-full", OperationClass.Expand, NobodyReads, (kept, _) =>
            kept.Verb is "vacuum full" or "cluster" ? new($"{(kept.Name.Length > 0 ? $"table {kept.Name}" : "every table")} is rewritten by {kept.Verb}", "Use pg_repack or VACUUM without FULL, outside a migration.") : null),
        Rule.On<TableLocked>("lock-table", OperationClass.Expand, "Requests wait behind it until the migration ends.", (locked, scope) =>
            scope.Exists(locked.Name) && locked.Mode is not ("ACCESS SHARE" or "ROW SHARE" or "ROW EXCLUSIVE") ? new($"table {locked.Name} is locked in {locked.Mode} mode", "Leave it out: each statement takes the lock it needs.") : null),
        Rule.On<Created>("trigger-on-table", OperationClass.Expand, "Writes wait for the lock, and from then on every write of releases before runs it too.", (created, scope) =>
            created.What == "trigger" && scope.Exists(created.On) ? new($"trigger {created.Name} meets every write to {created.On}", "Create it in a migration of its own, with a function that never fails: EXCEPTION WHEN OTHERS THEN RETURN NEW.") : null),
        Rule.On<Altered>("disable-trigger", OperationClass.Expand, "Foreign keys are triggers too: meanwhile nobody checks what releases before write.", (altered, scope) =>
            altered is { What: "table", On: { } table } && scope.Exists(table) && altered.How.StartsWith("disable trigger", StringComparison.Ordinal)
                ? new($"triggers of {table} are off", "Let the trigger's function skip the migration's own writes: IF current_setting('application_name') LIKE 'frostline%' THEN RETURN NEW; END IF;") : null),
        Rule.On<IndexCreated>("concurrent-index-corrupts", OperationClass.Expand, "PostgreSQL 14.0 to 14.3 may leave rows out of it.", (index, scope) =>
            index.Concurrently && scope.Server.Major == 14 && scope.Server.Minor < 4 ? new($"index {index.Index} is built by PostgreSQL {scope.Server}", "Bring the server to 14.4 or newer first.") : null),
    ];

    /// <summary>A table that the migration has just emptied is indexed in no time.</summary>
    private static bool IsEmptied(string table, Scope scope) => scope.Before.OfType<RowsChanged>().Any(rows => rows.Verb == "truncate" && rows.Name == table);

    private static bool Volatile(IReadOnlyList<Token> value) => FunctionCalls.Called(value).Any(name => !Stable.Contains(name));

    private static readonly HashSet<string> Stable = new(StringComparer.Ordinal)
    {
        "now", "transaction_timestamp", "statement_timestamp", "timezone", "current_setting", "date_trunc", "lower", "upper", "to_timestamp", "jsonb_build_object", "jsonb_build_array",
        "json_build_object", "json_build_array", "make_interval", "make_date", "md5", "concat", "coalesce", "extract", "date_part", "to_jsonb", "array_fill",
    };

    private static bool Rewrites(string how) =>
        how is "set logged" or "set unlogged" || how.StartsWith("set tablespace", StringComparison.Ordinal) || how.StartsWith("set access method", StringComparison.Ordinal);

    private static string Validated(ConstraintAdded added)
    {
        var (table, name) = (Name(added.Name), Name(added.Constraint ?? "…"));
        return $"ALTER TABLE {table} ADD CONSTRAINT {name} {added.Definition} NOT VALID; -- next migration: ALTER TABLE {table} VALIDATE CONSTRAINT {name};";
    }

    private static string OverIndex(ConstraintAdded added, string kind)
    {
        var (table, name) = (Name(added.Name), Name(added.Constraint ?? "…"));
        return $"{Outside($"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} ({Names(added.Columns)})")} // next migration: ALTER TABLE {table} ADD CONSTRAINT {name} {kind} USING INDEX {name};";
    }
}
