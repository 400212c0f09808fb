namespace Frostline.Delivery.Rollouts;

/// <summary>One phase of a rollout, over all services.</summary>
internal enum RolloutPhase
{
    Repair,
    CleanUp,
    Create,
    Ready,
    Smoke,
    Shift,
    Verify,
    Drain,
    Retire,
    Record,
    Evidence,
    Restore,
    Discard,
    End,
}

/// <summary>Where a rollout stands.</summary>
/// <param name="Finishes">Only an earlier rollout's end is missing.</param>
/// <param name="Steps">How many times traffic moves.</param>
internal sealed record RolloutState(bool Finishes, int Steps)
{
    /// <summary>The phase that ended last, or null at the start.</summary>
    public RolloutPhase? Last { get; init; }

    /// <summary>How many traffic steps were begun; when finishing, those of the earlier rollout that can be taken back.</summary>
    public int Shifts { get; init; }

    /// <summary>Revisions of this rollout may exist.</summary>
    public bool Created { get; init; }

    /// <summary>The release answered on its public addresses: from here on it stays.</summary>
    public bool Verified { get; init; }

    /// <summary>The first error.</summary>
    public string? Error { get; init; }

    public bool Cancelled { get; init; }

    /// <summary>What was begun could not be undone with certainty.</summary>
    public bool Torn { get; init; }

    public Verdict Verdict => Torn ? Verdict.Inconclusive : Error is null ? Verdict.Pass : Verdict.Fail;
}

/// <summary>Decides what comes next. Pure: the same state always leads to the same phase.</summary>
internal static class RolloutMachine
{
    public static RolloutPhase Next(RolloutState state) => state.Error is null ? Forward(state) : Back(state);

    /// <summary>The state once a phase is about to begin: from then on its effect may exist.</summary>
    public static RolloutState Begin(RolloutState state, RolloutPhase phase) => phase switch
    {
        RolloutPhase.Create => state with { Created = true },
        RolloutPhase.Shift => state with { Shifts = state.Shifts + 1 },
        _ => state,
    };

    /// <summary>The state once a phase has ended, well or with an error. The first error wins.</summary>
    public static RolloutState End(RolloutState state, RolloutPhase phase, string? error = null, bool cancelled = false) => state with
    {
        Last = phase,
        Error = state.Error ?? error,
        Cancelled = state.Cancelled || cancelled,
        Verified = state.Verified || (phase == RolloutPhase.Verify && error is null),
        Torn = state.Torn || (phase == RolloutPhase.Restore && error is not null),
    };

    private static RolloutPhase Forward(RolloutState state) => state.Last switch
    {
        null => state.Finishes ? RolloutPhase.Verify : RolloutPhase.Repair,
        RolloutPhase.Shift when state.Shifts < state.Steps => RolloutPhase.Shift,
        RolloutPhase.Record => RolloutPhase.End,
        { } last => last + 1,
    };

    private static RolloutPhase Back(RolloutState state) => state.Last switch
    {
        _ when state.Verified => RolloutPhase.End,
        RolloutPhase.Discard => RolloutPhase.End,
        RolloutPhase.Restore => state.Torn ? RolloutPhase.End : RolloutPhase.Discard,
        RolloutPhase.Evidence when state.Shifts > 0 => RolloutPhase.Restore,
        RolloutPhase.Evidence => state.Created ? RolloutPhase.Discard : RolloutPhase.End,
        _ when !state.Created => state.Finishes ? RolloutPhase.Evidence : RolloutPhase.End,
        _ => RolloutPhase.Evidence,
    };
}
