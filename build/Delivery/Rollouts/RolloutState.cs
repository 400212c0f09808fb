namespace Frostline.Delivery.Rollouts;

/// <summary>Where a rollout stands.</summary>
/// <param name="Start">What it begins with.</param>
/// <param name="Steps">How many times traffic moves.</param>
internal sealed record RolloutState(RolloutStart Start, int Steps)
{
    /// <summary>Steps are watched and judged.</summary>
    public bool Judged { get; init; }

    /// <summary>The phase that ended last, or null at the start.</summary>
    public RolloutPhase? Last { get; init; }

    /// <summary>How many traffic steps were begun; when finishing, those of the earlier rollout that can be taken back.</summary>
    public int Shifts { get; init; }

    /// <summary>Revisions of this rollout may exist.</summary>
    public bool Created { get; init; }

    /// <summary>The traffic arrays may carry this rollout's labels.</summary>
    public bool Labelled { get; init; }

    /// <summary>The release has all traffic, answered on its public addresses and passed its last judgement: from here on it stays.</summary>
    public bool Promoted { get; init; }

    /// <summary>The ledger names it: what fails from here on is left to the next run.</summary>
    public bool Recorded { get; init; }

    /// <summary>It stays where it is until a person says how to go on.</summary>
    public bool Held { get; init; }

    /// <summary>The first error.</summary>
    public string? Error { get; init; }

    /// <summary>What could not be tidied up after the record, or null.</summary>
    public string? Warning { get; init; }

    public bool Cancelled { get; init; }

    /// <summary>What was begun could not be undone with certainty.</summary>
    public bool Torn { get; init; }

    public bool IsAtLastStep => Start == RolloutStart.Finish || Shifts >= Steps;

    public Verdict Verdict => Torn || Held ? Verdict.Inconclusive : Error is null ? Verdict.Pass : Verdict.Fail;
}
