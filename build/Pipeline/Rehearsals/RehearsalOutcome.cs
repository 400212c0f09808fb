using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Rehearsals;

/// <summary>What was tried on a restored copy, in order.</summary>
internal sealed record RehearsalOutcome(string Previous, string Next, IReadOnlyList<RehearsalStep> Steps)
{
    /// <summary>Why the way down was not tried; null when it was, or nothing came so far.</summary>
    public string? Irreversible { get; init; }

    /// <summary>One failure fails it; one step that could not be judged leaves it open.</summary>
    public Verdict Verdict => Steps.Any(step => step.Verdict == Verdict.Fail) ? Verdict.Fail : Steps.Any(step => step.Verdict == Verdict.Inconclusive) ? Verdict.Inconclusive : Verdict.Pass;
}

/// <summary>One step of a rehearsal.</summary>
/// <param name="What">Such as <c>the previous release on the new schema</c>.</param>
/// <param name="Verdict">How it went.</param>
/// <param name="Why">What failed, or why it could not be judged; null when it passed.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record RehearsalStep(string What, Verdict Verdict, string? Why, double Seconds);
