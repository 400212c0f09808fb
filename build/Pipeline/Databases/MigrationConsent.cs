using Frostline.Migrations;
using Frostline.Migrations.Gates;

namespace Frostline.Pipeline.Databases;

/// <summary>Whether a migration may be applied beside what runs. Pure; see decision 0018.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Serving">Version of the release that serves; null when none does.</param>
/// <param name="Contract">Whether <c>--contract</c> asks for what takes away.</param>
/// <param name="Older">Revisions that run beside those that serve.</param>
internal sealed record MigrationConsent(string Environment, string? Serving, bool Contract, IReadOnlyList<string> Older)
{
    /// <summary>Whether a release is deployed, which needs what is added and can wait for what takes away.</summary>
    public bool Deploys { get; init; }

    /// <summary>The newest migration of the release that serves, whether it is applied or waits; null when it tells none.</summary>
    public string? ServingHead { get; init; }

    /// <returns>What a deployment leaves for a later run: the migrations at the end that take away. One before the others cannot wait, since they follow it.</returns>
    /// <remarks>With <c>--contract</c> only those of the release that is deployed: beside it, the one before still runs. What that one left waiting has had its time.</remarks>
    public IReadOnlyList<PlannedMigration> Waiting(MigrationPlan plan) =>
        !Deploys || Serving is null || plan.AlreadyApplied == 0 ? [] : [.. plan.Pending.Skip(Expanding(plan)).SkipWhile(migration => Contract && IsOfServing(migration))];

    /// <returns>Why not, or null.</returns>
    public string? Refusal(MigrationReview review) =>
        review.Wrong.Count > 0 ? $"{Environment}: the database is not what its history says: {Told(review.Wrong)}. Mend that first; './build.sh --target=Migrate --environment={Environment} --plan' shows all."
        : Serving is null || review.Plan.AlreadyApplied == 0 ? null
        : review.Proof is { Verdict: CheckVerdict.Fail } broken ? $"{Environment}: {Serving}, which serves, would break: {Told(broken.Facts)}. {Part}"
        : review.WaitingProof is { Verdict: not CheckVerdict.Pass } needed
            ? $"{Environment}: {string.Join(", ", review.Waiting.Select(migration => migration.Name))} would break releases before, and cannot wait until none is left: {Told(needed.Facts)}. {Part}"
        : Contracting(review) is { Count: > 0 } facts ? RefusalOf(facts, review)
        : null;

    private const string Part = "Part it in two releases: the first only adds and stops using what goes, the second takes it away with --contract.";

    private const string Wait = "A deployment leaves that waiting; with --contract it is taken away, once nothing older runs.";

    /// <summary>How many migrations come before those that only take away.</summary>
    private static int Expanding(MigrationPlan plan) => plan.Pending.Count - plan.Pending.Reverse().TakeWhile(migration => migration.Breaking.Count > 0).Count();

    private bool IsOfServing(PlannedMigration migration) => string.CompareOrdinal(migration.Name, ServingHead) <= 0;

    private string? RefusalOf(IReadOnlyList<string> facts, MigrationReview review) =>
        !Contract ? $"{Environment}: releases before would break: {Told(facts)}. {(review.Plan.Pending.Take(Expanding(review.Plan)).All(migration => migration.Breaking.Count == 0) ? Wait : Part)}"
        : Older.Count > 0 ? $"{Environment}: {Told(facts)}, but older revisions still run: {string.Join(", ", Older)}. Run again when their time as standby is over, or when they are deactivated."
        : review.Proof is { Verdict: CheckVerdict.Inconclusive } open
            ? $"{Environment}: it cannot be proven that {Serving}, which serves, lives without it: {Told(open.Facts)}."
        : null;

    private static List<string> Contracting(MigrationReview review) =>
        [.. review.Plan.Pending.SelectMany(migration => migration.Breaking.Select(problem => $"{migration.Name}: {problem}"))];

    private static string Told(IReadOnlyList<string> facts) => string.Join("; ", facts);
}
