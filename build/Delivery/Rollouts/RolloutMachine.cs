namespace Frostline.Delivery.Rollouts;

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
