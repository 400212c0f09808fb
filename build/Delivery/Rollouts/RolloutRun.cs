using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Notifications;
using Frostline.Delivery.Reports;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Settings;

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
    private readonly ForwardPhases forward;
    private readonly BakePhase bake;
    private readonly UndoPhases undo;
    private readonly RolloutMeasure measure;
    private readonly IReadOnlyList<StepSettings> weights;
    private readonly List<RolloutStep> steps = [];
    private IReadOnlyList<EvidenceSection> evidence = [];

    public RolloutRun(string id, RolloutSite site, RolloutPlan plan, IReadOnlyList<ServiceObservation> observed)
    {
        (this.id, this.site, this.plan) = (id, site, plan);
        effects = new RolloutEffects(site, observed);
        var checks = new RolloutChecks(site, effects.Known);
        forward = new ForwardPhases(site, plan, effects, checks);
        bake = new BakePhase(site, plan, effects, new StepAnalyst(site.Apps, site.Client, site.Environment.Rollout.Analysis, site.Clock));
        undo = new UndoPhases(site, plan, effects, checks);
        measure = new RolloutMeasure(site, plan, effects);
        var asked = site.Environment.Rollout.StepsOf(site.Options.Judged);
        // With nothing to share traffic with, the last step is the only one.
        weights = plan.Services.All(service => service.Stable is null) ? [asked[^1]] : asked;
    }

    public async Task<RolloutOutcome> RunAsync(CancellationToken cancellation)
    {
        site.Journal.Write("begin", "rollout", site.Release.Version, id);
        foreach (var service in plan.Services)
            site.Journal.Write("plan", service.App, service.Candidate, TrafficTarget.Words(effects.Traffic.GetValueOrDefault(service.Service.Name) ?? []));
        Tell(NotificationKind.Started, $"{site.Options.Intent} of {site.Release.Version} by {site.Options.Actor}.");
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

        site.Journal.Write(state.Held ? "hold" : state.Error is null ? "end" : "fail", "rollout", site.Release.Version, state.Error);
        var outcome = Outcome(state, await measure.StopAsync());
        Tell(state);
        return outcome;
    }

    public ValueTask DisposeAsync() => measure.DisposeAsync();

    /// <summary>A rollout that died at a step goes through it again; one that was held there moves on.</summary>
    private RolloutState Beginning() => new(plan.Start, weights.Count)
    {
        Judged = site.Options.Judged,
        Created = plan.Start == RolloutStart.Resume,
        Labelled = plan.Start == RolloutStart.Resume,
        Shifts = plan.Start switch
        {
            RolloutStart.Finish => plan.CanGoBack ? 1 : 0,
            RolloutStart.Resume => Math.Min(weights.Count(step => step.Weight < plan.Reached + (plan.WasJudged ? 1 : 0)), weights.Count - 1),
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
            held = await DoAsync(phase, state, cancellation);
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
        return RolloutMachine.End(state with { Held = held }, phase, error, cancelled);
    }

    /// <returns>Whether the rollout waits here for a person.</returns>
    private async Task<bool> DoAsync(RolloutPhase phase, RolloutState state, CancellationToken cancellation)
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
                await forward.ShiftAsync(weights[state.Shifts - 1].Weight, cancellation);
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
        RolloutPhase.Record => forward.RecordAsync(id, cancellation),
        RolloutPhase.Drain => forward.DrainAsync(cancellation),
        RolloutPhase.Retire => forward.RetireAsync(cancellation),
        RolloutPhase.Mark => forward.MarkAsync(cancellation),
        RolloutPhase.Evidence => CollectAsync(state, cancellation),
        RolloutPhase.Restore => undo.RestoreAsync(cancellation),
        _ => undo.DiscardAsync(cancellation),
    };

    private async Task<bool> BakeAsync(RolloutState state, CancellationToken cancellation)
    {
        var step = state.IsAtLastStep ? weights[^1] : weights[state.Shifts - 1];
        var held = await bake.BakeAsync(step, cancellation);
        Tell(NotificationKind.Step, $"{step.Weight} %: {bake.Analyses[^1].Verdict.ToString().ToLowerInvariant()}.");
        return held || (site.Options.PauseAt == step.Weight && !state.IsAtLastStep);
    }

    private async Task CollectAsync(RolloutState state, CancellationToken cancellation)
    {
        if (!state.Cancelled)
            evidence = await new Evidence(site).CollectAsync(plan, cancellation);
    }

    private void Tell(RolloutState state)
    {
        if (state.Held)
            Tell(NotificationKind.Step, $"held at {HeldAt(state)} %: it waits for a person.");
        else if (state.Error is null)
            Tell(plan.Start == RolloutStart.Abort ? NotificationKind.RolledBack : NotificationKind.Promoted, plan.Start == RolloutStart.Abort ? "What was left of it is taken back." : "It has all traffic.");
        else
            Tell(NotificationKind.Failed, Error(state)!);
    }

    private void Tell(NotificationKind kind, string text) =>
        site.Options.Notifier.Notify(new(kind, site.Options.Environment, site.Release.Version, site.Masked(text)));

    private int HeldAt(RolloutState state) => state.Shifts == 0 ? 0 : weights[Math.Min(state.Shifts, weights.Count) - 1].Weight;

    private static string? Error(RolloutState state) => state switch
    {
        { Error: null } => null,
        { Torn: true } => $"{state.Error} Traffic could not be restored with certainty: look at the apps, then deploy again.",
        _ => state.Error,
    };

    private RolloutOutcome Outcome(RolloutState state, SeenRequests? requests) => new()
    {
        Id = id,
        Verdict = state.Verdict,
        Environment = site.Options.Environment,
        Version = site.Release.Version,
        Error = state is { Promoted: true, Torn: false, Error: not null } ? $"{state.Error} {site.Release.Version} serves all traffic; deploy again to finish what is left." : Error(state),
        Steps = steps,
        Services = [.. plan.Services.Select(Outcome)],
        Evidence = evidence,
        Analyses = bake.Analyses,
        HeldAt = state.Held ? HeldAt(state) : null,
        Paused = state.Held && site.Options.PauseAt == HeldAt(state),
        SecondsToZero = measure.SecondsToZero(undo.Restored.Values),
        Requests = requests,
    };

    private ServiceOutcome Outcome(ServicePlan service) => new(
        service.Service.Name, service.App, plan.Start is RolloutStart.Finish or RolloutStart.Resume || effects.HasBegun(service) ? service.Candidate : null,
        service.Stable, effects.Known.TryGetValue(service.Service.Name, out var app) ? site.Platform.PublicAddress(app) : null)
    {
        Traffic = effects.Traffic.GetValueOrDefault(service.Service.Name) ?? [],
        SecondsToZero = undo.Restored.TryGetValue(service.Service.Name, out var moment) ? measure.SecondsToZero([moment]) : null,
    };
}
