using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Linting;

/// <summary>A statement of a migration and what it does.</summary>
/// <param name="Statement">As it will run.</param>
/// <param name="Changes">What it does.</param>
internal sealed record Step(Statement Statement, IReadOnlyList<SchemaChange> Changes)
{
    /// <summary>Whether EF Core commits before it and runs it on its own.</summary>
    public bool OutsideTransaction { get; init; }

    /// <summary>Whether a person wrote it, not EF Core.</summary>
    public bool ByHand { get; init; }
}
