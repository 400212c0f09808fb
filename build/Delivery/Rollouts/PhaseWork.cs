using Frostline.Delivery.Reports;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Does the work of each phase that the machine names.</summary>
internal sealed class PhaseWork
{
    private readonly string id;
    private readonly RolloutSite site;
    private readonly RolloutPlan plan;
    private readonly ForwardPhases forward;
    private readonly BakePhase bake;
    private readonly ClosingPhases closing;
    private readonly UndoPhases undo;
    private readonly RolloutNews news;

    public PhaseWork(string id, RolloutSite site, RolloutPlan plan, RolloutEffects effects)
    {
        (this.id, this.site, this.plan) = (id, site, plan);
        var checks = new RolloutChecks(site, effects);
        forward = new ForwardPhases(site, plan, effects, checks);
        bake = new BakePhase(site, plan, effects, new StepAnalyst(site.Apps, site.Client, site.Environment.Rollout.Analysis, site.Clock));
        closing = new ClosingPhases(site, plan, effects);
        undo = new UndoPhases(site, plan, effects, checks);
        news = new RolloutNews(site);
        Steps = plan.StepsOf(site.Environment.Rollout.StepsOf(site.Options.Judged));
    }

    /// <summary>The steps by which traffic moves.</summary>
    public IReadOnlyList<StepSettings> Steps { get; }

    /// <summary>What the steps showed so far.</summary>
    public IReadOnlyList<StepAnalysis> Analyses => bake.Analyses;

    /// <summary>When the candidate of a service had no traffic any more.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Restored => undo.Restored;

    /// <summary>What explains the failure.</summary>
    public IReadOnlyList<EvidenceSection> Evidence { get; private set; } = [];

    /// <returns>Whether the rollout waits here for a person.</returns>
    public async Task<bool> DoAsync(RolloutPhase phase, RolloutState state, CancellationToken cancellation)
    {
        switch (phase)
        {
            case RolloutPhase.Create:
                undo.Remember();
                await forward.CreateAsync(cancellation);
                return false;
            case RolloutPhase.Preview:
                forward.Preview();
                return site.Options.PauseAt == 0;
            case RolloutPhase.Shift:
                await forward.ShiftAsync(Steps[state.Shifts - 1].Weight, cancellation);
                return false;
            case RolloutPhase.Bake:
                return await BakeAsync(state, cancellation);
            default:
                await SimpleAsync(phase, state, cancellation);
                return false;
        }
    }

    private Task SimpleAsync(RolloutPhase phase, RolloutState state, CancellationToken cancellation) => phase switch
    {
        RolloutPhase.Repair => forward.RepairAsync(cancellation),
        RolloutPhase.CleanUp => forward.CleanUpAsync(cancellation),
        RolloutPhase.Label => forward.LabelAsync(cancellation),
        RolloutPhase.Ready => forward.ReadyAsync(cancellation),
        RolloutPhase.Warm => bake.WarmAsync(cancellation),
        RolloutPhase.Smoke => forward.SmokeAsync(cancellation),
        RolloutPhase.Verify => forward.VerifyAsync(cancellation),
        RolloutPhase.Record => closing.RecordAsync(id, cancellation),
        RolloutPhase.Drain => closing.DrainAsync(cancellation),
        RolloutPhase.Retire => closing.RetireAsync(cancellation),
        RolloutPhase.Mark => closing.MarkAsync(cancellation),
        RolloutPhase.Evidence => CollectAsync(state, cancellation),
        RolloutPhase.Restore => undo.RestoreAsync(cancellation),
        _ => undo.DiscardAsync(cancellation),
    };

    private async Task<bool> BakeAsync(RolloutState state, CancellationToken cancellation)
    {
        var step = state.IsAtLastStep ? Steps[^1] : Steps[state.Shifts - 1];
        var held = await bake.BakeAsync(step, cancellation);
        news.Judged(step, bake.Analyses[^1]);
        return held || (site.Options.PauseAt == step.Weight && !state.IsAtLastStep);
    }

    private async Task CollectAsync(RolloutState state, CancellationToken cancellation)
    {
        if (!state.Cancelled)
            Evidence = await new Evidence(site).CollectAsync(plan, cancellation);
    }
}
