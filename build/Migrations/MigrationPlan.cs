namespace Frostline.Migrations;

/// <summary>What a migration would do; nothing was changed.</summary>
/// <param name="Pending">To be applied, in order.</param>
/// <param name="Head">The newest migration the database has now; null for an empty database.</param>
/// <param name="AlreadyApplied">How many it has.</param>
/// <param name="Database">Name and address of the database, without secrets.</param>
public sealed record MigrationPlan(IReadOnlyList<PlannedMigration> Pending, string? Head, int AlreadyApplied, string Database);

/// <summary>One migration that waits.</summary>
/// <param name="Name">Its id: timestamp and name.</param>
/// <param name="Sql">Its statements, with transaction boundaries and the history row.</param>
public sealed record PlannedMigration(string Name, string Sql)
{
    /// <summary>What it takes away from a release that still runs on the schema before it, each in a phrase; empty when it only adds.</summary>
    public IReadOnlyList<string> Breaking { get; init; } = [];
}
