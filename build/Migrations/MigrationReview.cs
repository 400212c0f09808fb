using Frostline.Migrations.Gates;

namespace Frostline.Migrations;

/// <summary>What was looked at before a migration; nothing was changed.</summary>
/// <param name="Plan">What it would do.</param>
/// <param name="Checks">What is wrong with history, statements, schema, or the release that serves.</param>
public sealed record MigrationReview(MigrationPlan Plan, IReadOnlyList<Check> Checks)
{
    /// <summary>What a deployment leaves for a later run: migrations after the pending ones that take away, not applied yet and not now.</summary>
    public IReadOnlyList<PlannedMigration> Waiting { get; init; } = [];

    /// <summary>Whether the database is not what its history says, so that no migration may be applied.</summary>
    public IReadOnlyList<string> Wrong => [.. Checks.Where(check => check is { Verdict: CheckVerdict.Fail, Name: not (ProofName or WaitingName) }).SelectMany(check => check.Facts)];

    /// <summary>What became of the proof that the release that serves lives with the schema after the migration; null when none serves or nothing is pending.</summary>
    public Check? Proof => Checks.FirstOrDefault(check => check.Name == ProofName);

    /// <summary>What became of the proof that the release that is deployed lives without what waits; null when nothing waits.</summary>
    public Check? WaitingProof => Checks.FirstOrDefault(check => check.Name == WaitingName);

    internal const string ProofName = "proof";
    internal const string WaitingName = "waiting";
}
