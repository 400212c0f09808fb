using Frostline.Migrations.Linting;
using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Planning;

/// <summary>Which table a change locks how, and what it does meanwhile; a test compares it with what a server takes.</summary>
internal static class LockTable
{
    /// <returns>One entry for a table; empty for a change that locks none that was there before.</returns>
    public static IReadOnlyList<TableLock> Of(Step step, Scope scope) =>
        [.. step.Changes.SelectMany(change => Of(change, scope)).Where(held => scope.Exists(held.Table))
            .GroupBy(held => held.Table).Select(held => new TableLock(held.Key, held.Max(one => one.Mode), held.Max(one => one.Work)))];

    private static IEnumerable<TableLock> Of(SchemaChange change, Scope scope) => change switch
    {
        TableCreated created => created.Constraints.Where(constraint => constraint.References is not null).Select(constraint => new TableLock(constraint.References!, LockMode.ShareRowExclusive, TableWork.None)),
        ConstraintAdded { Kind: ConstraintKind.ForeignKey } key => [new(key.Name, LockMode.ShareRowExclusive, key.NotValid ? TableWork.None : TableWork.Scan), new(key.References!, LockMode.ShareRowExclusive, TableWork.None)],
        ConstraintAdded { Kind: ConstraintKind.Check } check => [new(check.Name, LockMode.AccessExclusive, check.NotValid ? TableWork.None : TableWork.Scan)],
        ConstraintAdded keyed => [new(keyed.Name, LockMode.AccessExclusive, keyed.UsingIndex ? TableWork.None : TableWork.Build)],
        ConstraintValidated validated => [new(validated.Name, LockMode.ShareUpdateExclusive, TableWork.Scan)],
        IndexCreated index => [new(index.Name, index.Concurrently ? LockMode.ShareUpdateExclusive : LockMode.Share, TableWork.Build)],
        ColumnAdded added => [new(added.Name, LockMode.AccessExclusive, Rewrites(added, scope) ? TableWork.Rewrite : TableWork.None)],
        TypeChanged changed => [new(changed.Name, LockMode.AccessExclusive, changed.Widens ? TableWork.None : TableWork.Rewrite)],
        NullabilityChanged { Required: true } required => [new(required.Name, LockMode.AccessExclusive, TableWork.Scan)],
        RowsChanged { Verb: "truncate" } truncated => [new(truncated.Name, LockMode.AccessExclusive, TableWork.None)],
        RowsChanged rows => [new(rows.Name, LockMode.RowExclusive, TableWork.Rows)],
        Queried { From: { } from } => [new(from, LockMode.AccessShare, TableWork.None)],
        TableLocked locked => [new(locked.Name, Enum.TryParse<LockMode>(locked.Mode.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var mode) ? mode : LockMode.AccessExclusive, TableWork.None)],
        PartitionMoved { Attached: true } moved => [new(moved.Name, LockMode.ShareUpdateExclusive, TableWork.None), new(moved.Partition, LockMode.AccessExclusive, TableWork.Scan)],
        PartitionMoved moved => [new(moved.Name, moved.Concurrently ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive, TableWork.None), new(moved.Partition, LockMode.AccessExclusive, TableWork.None)],
        Maintained { On: { } on } kept => [Maintenance(kept, on)],
        Created { What: "trigger", On: { } on } => [new(on, LockMode.ShareRowExclusive, TableWork.None)],
        Created { What: "statistics", On: { } on } => [new(on, LockMode.ShareUpdateExclusive, TableWork.None)],
        Altered { On: { } on } altered => [Altering(altered, on)],
        { Table: { } table } => [new(table, LockMode.AccessExclusive, TableWork.None)],
        _ => [],
    };

    private static bool Rewrites(ColumnAdded added, Scope scope) =>
        added.Column.Stored || added.Column.Identity || added.Column.Type?.IsSerial == true || RuleBook.All.Single(rule => rule.Id == "volatile-default").Match(added, scope) is not null;

    private static TableLock Maintenance(Maintained kept, string table) => kept.Verb switch
    {
        "vacuum full" or "cluster" => new(table, LockMode.AccessExclusive, TableWork.Rewrite),
        "reindex" => new(table, kept.Concurrently ? LockMode.ShareUpdateExclusive : LockMode.Share, TableWork.Build),
        _ => new(table, LockMode.ShareUpdateExclusive, TableWork.Scan),
    };

    private static TableLock Altering(Altered altered, string table) => new(table, altered switch
    {
        { What: "table" } when altered.How.StartsWith("enable trigger", StringComparison.Ordinal) || altered.How.StartsWith("disable trigger", StringComparison.Ordinal) => LockMode.ShareRowExclusive,
        { What: "table" } when altered.How.StartsWith("set (", StringComparison.Ordinal) || altered.How.StartsWith("cluster on", StringComparison.Ordinal) => LockMode.ShareUpdateExclusive,
        { What: "column" } when altered.How.StartsWith("set statistics", StringComparison.Ordinal) => LockMode.ShareUpdateExclusive,
        _ => LockMode.AccessExclusive,
    }, altered.How is "set logged" or "set unlogged" ? TableWork.Rewrite : TableWork.None);
}

/// <param name="Table">Locked.</param>
/// <param name="Mode">How.</param>
/// <param name="Work">What is done to its rows meanwhile.</param>
internal sealed record TableLock(string Table, LockMode Mode, TableWork Work);
