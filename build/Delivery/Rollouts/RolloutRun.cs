using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Locks;

namespace Frostline.Delivery.Rollouts;

/// <summary>Does what the machine decides, one phase after the other, and journals each.</summary>
internal sealed class RolloutRun : IAsyncDisposable
{
    private static readonly TimeSpan UndoDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan CancelledUndoDeadline = TimeSpan.FromSeconds(30);

    private readonly string id;
    private readonly RolloutSite site;
    private readonly RolloutPlan plan;
    private readonly RolloutEffects effects;
    private readonly PhaseWork work;
    private readonly RolloutMeasure measure;
    private readonly RolloutNews news;
    private readonly List<RolloutStep> steps = [];

    public RolloutRun(string id, RolloutSite site, RolloutPlan plan, IReadOnlyList<ServiceObservation> observed)
    {
        (this.id, this.site, this.plan) = (id, site, plan);
        effects = new RolloutEffects(site, observed);
        work = new PhaseWork(id, site, plan, effects);
        measure = new RolloutMeasure(site, plan, effects);
        news = new RolloutNews(site);
    }

    public async Task<RolloutOutcome> RunAsync(CancellationToken cancellation)
    {
        site.Journal.Write("begin", "rollout", site.Release.Version, id);
        foreach (var service in plan.Services)
            site.Journal.Write("plan", service.App, service.Candidate, TrafficTarget.Words(effects.Traffic.GetValueOrDefault(service.Service.Name) ?? []));
        news.Started();
        measure.Start();
        var state = Beginning();
        using var undoTime = new UndoTime(site.Clock);
        for (var phase = RolloutMachine.Next(state); phase != RolloutPhase.End; phase = RolloutMachine.Next(state))
        {
            if (state.Error is not null)
            {
                undoTime.Start(state.Cancelled ? CancelledUndoDeadline : UndoDeadline);
                site.Journal.MayFail();
            }

            state = await RunAsync(phase, RolloutMachine.Begin(state, phase), state.Error is null ? cancellation : undoTime.Token);
            if (state.Error is not null && !state.Promoted)
                measure.Decide();
        }

        site.Journal.Write(state.Held ? "hold" : state.Error is null ? "end" : "fail", "rollout", site.Release.Version, state.Error ?? state.Warning);
        var outcome = Outcome(state, await measure.StopAsync());
        news.Ended(outcome, plan.Start == RolloutStart.Abort);
        return outcome;
    }

    public ValueTask DisposeAsync() => measure.DisposeAsync();

    /// <summary>A rollout that died at a step goes through it again; one that was held there moves on.</summary>
    private RolloutState Beginning() => new(plan.Start, work.Steps.Count)
    {
        Judged = site.Options.Judged,
        Created = plan.Start == RolloutStart.Resume,
        Labelled = plan.Start == RolloutStart.Resume,
        Promoted = plan.Start == RolloutStart.Tidy,
        Recorded = plan.Start == RolloutStart.Tidy,
        Shifts = plan.Start switch
        {
            RolloutStart.Finish => plan.CanGoBack ? 1 : 0,
            RolloutStart.Resume => Math.Min(work.Steps.Count(step => step.Weight < plan.Reached + (plan.WasJudged ? 1 : 0)), work.Steps.Count - 1),
            _ => 0,
        },
    };

    private async Task<RolloutState> RunAsync(RolloutPhase phase, RolloutState state, CancellationToken cancellation)
    {
        var (start, error, name) = (site.Clock.GetUtcNow(), (string?)null, phase.ToString().ToLowerInvariant());
        var (cancelled, held) = (false, false);
        try
        {
            site.Journal.Write("begin", name, null);
            held = await work.DoAsync(phase, state, cancellation);
            site.Journal.Write("end", name, null);
        }
        catch (Exception caught)
        {
            cancelled = caught is OperationCanceledException && cancellation.IsCancellationRequested;
            error = IsLockLost ? new LockLostException(site.Options.Environment).Message : cancelled ? "The rollout was cancelled." : site.Masked(caught.Message);
            site.Journal.Write("fail", name, null, error);
            site.Report(name, null, $"failed: {error}");
        }

        steps.Add(new RolloutStep(name, start, site.Clock.GetUtcNow(), error));
        state = RolloutMachine.End(state with { Held = held }, phase, error, cancelled);
        return error is not null && IsLockLost ? RolloutMachine.Lose(state) : state;
    }

    private bool IsLockLost => site.Options.LockLost.IsCancellationRequested;

    private RolloutOutcome Outcome(RolloutState state, SeenRequests? requests)
    {
        var heldAt = state.Held ? state.Shifts == 0 ? 0 : work.Steps[Math.Min(state.Shifts, work.Steps.Count) - 1].Weight : (int?)null;
        return new RolloutOutcome
        {
            Id = id,
            Verdict = state.Verdict,
            Environment = site.Options.Environment,
            Version = site.Release.Version,
            Error = Error(state),
            Warning = state.Warning is { } warning ? $"{warning} {site.Release.Version} serves all traffic and is in the ledger; the next run tidies up what is left." : null,
            Steps = steps,
            Services = [.. plan.Services.Select(Outcome)],
            Evidence = work.Evidence,
            Analyses = work.Analyses,
            HeldAt = heldAt,
            Paused = heldAt is not null && site.Options.PauseAt == heldAt,
            SecondsToZero = measure.SecondsToZero(work.Restored.Values),
            Requests = requests,
        };
    }

    private string? Error(RolloutState state) => state switch
    {
        { Error: null } => null,
        { Torn: true } => $"{state.Error} Traffic could not be restored with certainty: look at the apps, then deploy again.",
        { Promoted: true } => $"{state.Error} {site.Release.Version} serves all traffic; deploy again to finish what is left.",
        _ => state.Error,
    };

    private ServiceOutcome Outcome(ServicePlan service) => new(
        service.Service.Name, service.App, plan.Start is RolloutStart.Finish or RolloutStart.Resume or RolloutStart.Tidy || effects.HasBegun(service) ? service.Candidate : null,
        service.Stable, effects.Known.TryGetValue(service.Service.Name, out var app) ? site.Platform.PublicAddress(app) : null)
    {
        Traffic = effects.Traffic.GetValueOrDefault(service.Service.Name) ?? [],
        SecondsToZero = work.Restored.TryGetValue(service.Service.Name, out var moment) ? measure.SecondsToZero([moment]) : null,
    };
}
