using Frostline.Migrations.Linting;
using Frostline.Migrations.Planning;

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

    /// <summary>The worst of its operations.</summary>
    public OperationClass Class { get; init; }

    /// <summary>Its statements, in the order in which they run.</summary>
    public IReadOnlyList<PlannedOperation> Operations { get; init; } = [];

    /// <summary>Why it cannot be taken back without a loss; null when it can, but for what is written to it until then.</summary>
    public string? Irreversible { get; init; }
}
