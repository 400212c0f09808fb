namespace Frostline.Delivery.Rollouts;

/// <summary>One phase of a rollout, over all services.</summary>
internal enum RolloutPhase
{
    Repair,
    CleanUp,
    Create,
    Label,
    Ready,
    Warm,
    Smoke,
    Preview,
    Shift,
    Verify,
    Bake,
    Record,
    Drain,
    Retire,
    Mark,
    Evidence,
    Restore,
    Discard,
    End,
}

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

/// <summary>What a rollout begins with.</summary>
internal enum RolloutStart
{
    /// <summary>New revisions.</summary>
    Anew,

    /// <summary>The revisions that an earlier run made and left at a step.</summary>
    Resume,

    /// <summary>An earlier rollout that has all traffic: only its end is missing.</summary>
    Finish,

    /// <summary>A release that the ledger names: only what is left of the one before must go.</summary>
    Tidy,

    /// <summary>The remains of an earlier rollout, to be taken away.</summary>
    Abort,
}

/// <summary>Decides what comes next. Pure: the same state always leads to the same phase.</summary>
internal static class RolloutMachine
{
    public static RolloutPhase Next(RolloutState state) =>
        state.Held || state.Warning is not null ? RolloutPhase.End : state.Error is null ? Forward(state) : Back(state);

    /// <summary>The state once a phase is about to begin: from then on its effect may exist.</summary>
    public static RolloutState Begin(RolloutState state, RolloutPhase phase) => phase switch
    {
        RolloutPhase.Create => state with { Created = true },
        RolloutPhase.Label => state with { Labelled = true },
        RolloutPhase.Shift => state with { Shifts = state.Shifts + 1 },
        _ => state,
    };

    /// <summary>The state once this run may change nothing any more: somebody else has the lock.</summary>
    public static RolloutState Lose(RolloutState state) => state with { Torn = !state.Promoted };

    /// <summary>The state once a phase has ended, well or with an error. The first error wins.</summary>
    public static RolloutState End(RolloutState state, RolloutPhase phase, string? error = null, bool cancelled = false) => state with
    {
        Last = phase,
        Error = state.Recorded ? state.Error : state.Error ?? error,
        Warning = state.Recorded ? state.Warning ?? error : null,
        Recorded = state.Recorded || (error is null && phase == RolloutPhase.Record),
        Cancelled = state.Cancelled || cancelled,
        Promoted = state.Promoted || (error is null && phase == (state.Judged ? RolloutPhase.Bake : RolloutPhase.Verify) && state.IsAtLastStep),
        Torn = state.Torn || (phase == RolloutPhase.Restore && error is not null),
    };

    private static RolloutPhase Forward(RolloutState state) => state.Last switch
    {
        null => First(state.Start),
        RolloutPhase.CleanUp when state.Start == RolloutStart.Abort => RolloutPhase.End,
        RolloutPhase.Create when !state.Judged => RolloutPhase.Ready,
        RolloutPhase.Ready when !state.Judged => RolloutPhase.Smoke,
        RolloutPhase.Smoke when !state.Judged => RolloutPhase.Shift,
        RolloutPhase.Shift when !state.IsAtLastStep => state.Judged ? RolloutPhase.Bake : RolloutPhase.Shift,
        RolloutPhase.Verify when !state.Judged => RolloutPhase.Record,
        RolloutPhase.Bake when !state.IsAtLastStep => RolloutPhase.Shift,
        RolloutPhase.Mark => RolloutPhase.End,
        { } last => last + 1,
    };

    private static RolloutPhase First(RolloutStart start) => start switch
    {
        RolloutStart.Finish => RolloutPhase.Verify,
        RolloutStart.Resume => RolloutPhase.Ready,
        RolloutStart.Tidy => RolloutPhase.Drain,
        _ => RolloutPhase.Repair,
    };

    private static RolloutPhase Back(RolloutState state) => state.Last switch
    {
        _ when state.Promoted || state.Torn => RolloutPhase.End,
        RolloutPhase.Discard => RolloutPhase.End,
        RolloutPhase.Restore => RolloutPhase.Discard,
        RolloutPhase.Evidence when state.Shifts > 0 || state.Labelled => RolloutPhase.Restore,
        RolloutPhase.Evidence => state.Created ? RolloutPhase.Discard : RolloutPhase.End,
        _ when !state.Created => state.Start == RolloutStart.Finish ? RolloutPhase.Evidence : RolloutPhase.End,
        _ => RolloutPhase.Evidence,
    };
}
