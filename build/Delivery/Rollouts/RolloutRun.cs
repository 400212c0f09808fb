using Frostline.Delivery.Reports;

namespace Frostline.Delivery.Rollouts;

/// <summary>Does what the machine decides, one phase after the other, and journals each.</summary>
internal sealed class RolloutRun
{
    private static readonly TimeSpan UndoDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan CancelledUndoDeadline = TimeSpan.FromSeconds(30);

    private readonly string id;
    private readonly RolloutSite site;
    private readonly RolloutPlan plan;
    private readonly RolloutEffects effects;
    private readonly ForwardPhases forward;
    private readonly UndoPhases undo;
    private readonly List<RolloutStep> steps = [];
    private IReadOnlyList<EvidenceSection> evidence = [];

    public RolloutRun(RolloutSite site, RolloutPlan plan, IReadOnlyList<ServiceObservation> observed)
    {
        id = $"{site.Clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
        (this.site, this.plan) = (site, plan);
        effects = new RolloutEffects(site, observed);
        var checks = new RolloutChecks(site, effects.Known);
        forward = new ForwardPhases(site, plan, effects, checks);
        undo = new UndoPhases(site, plan, effects, checks);
    }

    public async Task<RolloutOutcome> RunAsync(CancellationToken cancellation)
    {
        site.Journal.Write("begin", "rollout", site.Release.Version, id);
        var state = new RolloutState(plan.Finishes, site.Environment.Rollout.Steps.Count) { Shifts = plan.Finishes && plan.CanGoBack ? 1 : 0 };
        using var undoTime = new UndoTime(site.Clock);
        for (var phase = RolloutMachine.Next(state); phase != RolloutPhase.End; phase = RolloutMachine.Next(state))
        {
            if (state.Error is not null)
            {
                undoTime.Start(state.Cancelled ? CancelledUndoDeadline : UndoDeadline);
                site.Journal.MayFail();
            }

            state = await RunAsync(phase, RolloutMachine.Begin(state, phase), state.Error is null ? cancellation : undoTime.Token);
        }

        site.Journal.Write(state.Error is null ? "end" : "fail", "rollout", site.Release.Version, state.Error);
        return Outcome(state);
    }

    private async Task<RolloutState> RunAsync(RolloutPhase phase, RolloutState state, CancellationToken cancellation)
    {
        var (start, error, name) = (site.Clock.GetUtcNow(), (string?)null, phase.ToString().ToLowerInvariant());
        var cancelled = false;
        try
        {
            site.Journal.Write("begin", name, null);
            await (phase switch
            {
                RolloutPhase.Repair => forward.RepairAsync(cancellation),
                RolloutPhase.CleanUp => forward.CleanUpAsync(cancellation),
                RolloutPhase.Create => forward.CreateAsync(cancellation),
                RolloutPhase.Ready => forward.ReadyAsync(cancellation),
                RolloutPhase.Smoke => forward.SmokeAsync(cancellation),
                RolloutPhase.Shift => forward.ShiftAsync(site.Environment.Rollout.Steps[state.Shifts - 1], cancellation),
                RolloutPhase.Verify => forward.VerifyAsync(cancellation),
                RolloutPhase.Drain => forward.DrainAsync(cancellation),
                RolloutPhase.Retire => forward.RetireAsync(cancellation),
                RolloutPhase.Record => forward.RecordAsync(id, cancellation),
                RolloutPhase.Evidence => CollectAsync(state, cancellation),
                RolloutPhase.Restore => undo.RestoreAsync(cancellation),
                _ => undo.DiscardAsync(cancellation),
            });
            site.Journal.Write("end", name, null);
        }
        catch (Exception caught)
        {
            cancelled = caught is OperationCanceledException && cancellation.IsCancellationRequested;
            error = cancelled ? "The rollout was cancelled." : site.Masked(caught.Message);
            site.Journal.Write("fail", name, null, error);
            site.Report(name, null, $"failed: {error}");
        }

        steps.Add(new RolloutStep(name, start, site.Clock.GetUtcNow(), error));
        return RolloutMachine.End(state, phase, error, cancelled);
    }

    private async Task CollectAsync(RolloutState state, CancellationToken cancellation)
    {
        if (!state.Cancelled)
            evidence = await new Evidence(site).CollectAsync(plan, cancellation);
    }

    private RolloutOutcome Outcome(RolloutState state) => new()
    {
        Id = id,
        Verdict = state.Verdict,
        Environment = site.Options.Environment,
        Version = site.Release.Version,
        Error = state switch
        {
            { Error: null } => null,
            { Torn: true } => $"{state.Error} Traffic could not be restored with certainty: look at the apps, then deploy again.",
            { Verified: true } => $"{state.Error} {site.Release.Version} serves all traffic; deploy again to finish what is left.",
            _ => state.Error,
        },
        Steps = steps,
        Services = [.. plan.Services.Select(service => Outcome(service))],
        Evidence = evidence,
    };

    private ServiceOutcome Outcome(ServicePlan service) => new(
        service.Service.Name, service.App, plan.Finishes || effects.HasBegun(service) ? service.Candidate : null,
        service.Previous.Count == 0 ? null : service.Previous.MaxBy(pair => pair.Value).Key,
        effects.Known.TryGetValue(service.Service.Name, out var app) ? site.Platform.PublicAddress(app) : null);
}
