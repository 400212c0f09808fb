using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Linting;

/// <summary>What a rule may know beside the change itself.</summary>
/// <param name="Steps">The whole migration.</param>
/// <param name="Position">Of the step with the change.</param>
/// <param name="Server">Version of PostgreSQL.</param>
internal sealed record Scope(IReadOnlyList<Step> Steps, int Position, Version Server)
{
    public Step Step => Steps[Position];

    public IEnumerable<SchemaChange> Before => Steps.Take(Position).SelectMany(step => step.Changes);

    public IEnumerable<SchemaChange> All => Steps.SelectMany(step => step.Changes);

    /// <summary>Whether the table was there before this migration; what is done to a table that it makes itself meets nobody.</summary>
    public bool Exists(string? table) => table is not null && !Before.OfType<TableCreated>().Any(made => made.Name == table);

    /// <summary>Whether every one of these columns is new in this migration, may be null and has no default: releases before leave them null.</summary>
    public bool StayNull(string table, IReadOnlyList<string> columns) =>
        columns.Count > 0 && columns.All(column => All.OfType<ColumnAdded>().Any(added =>
            added.Name == table && added.Column.Name == column && added.Column is { Required: false, Default: null, Identity: false, Stored: false }));

    public bool Adds(string table, string column) => All.OfType<ColumnAdded>().Any(added => added.Name == table && added.Column.Name == column);
}
