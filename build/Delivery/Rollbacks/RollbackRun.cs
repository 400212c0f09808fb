using System.Collections.Concurrent;
using Frostline.Delivery.Locks;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Reports;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Rollouts.Judging;

namespace Frostline.Delivery.Rollbacks;

/// <summary>
/// Does what the plan says: get ready, move, check, record, tidy up. Until traffic moves everything can be taken back; from then on it is
/// finished whatever the caller wants, because halfway is the one place where nothing may stay.
/// </summary>
internal sealed class RollbackRun(RolloutSite site, string id, IReadOnlyList<ServiceObservation> observed, DateTimeOffset decided)
{
    private static readonly TimeSpan FinishDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TakeBackDeadline = TimeSpan.FromSeconds(30);

    private readonly RollbackPhases phases = new(site, new RolloutEffects(site, observed), observed);
    private readonly ConcurrentDictionary<string, double> secondsToZero = [];
    private readonly List<RolloutStep> steps = [];
    private IReadOnlyList<EvidenceSection> evidence = [];
    private string? error;

    /// <summary>Refuses, by an exception, images that may not be deployed.</summary>
    public required Func<ReleaseManifest, CancellationToken, Task> Admit { get; init; }

    public async Task<RollbackOutcome> RunAsync(RollbackPlan plan, CancellationToken cancellation)
    {
        site.Journal.Write("begin", "rollback", plan.Target.Version, id);
        await using var probes = PublicProbes.Start([.. observed.Select(Public)], site.Client, site.Clock);
        if (await StepAsync("standby", async token => plan = await phases.WakeAsync(plan, token), cancellation) && await PrepareAsync(plan, cancellation))
            return Outcome(plan, await FinishAsync(plan, cancellation), await CountAsync(probes));
        await TakeBackAsync(plan, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return Outcome(plan, Verdict.Fail, await CountAsync(probes));
    }

    private async Task<bool> PrepareAsync(RollbackPlan plan, CancellationToken cancellation)
    {
        if (plan.Services.Any(service => service.Plan.Reapply) && !await StepAsync("repair", token => phases.RepairAsync(plan, token), cancellation))
            return false;
        return plan.Services.All(service => service.Way != WayBack.Fresh)
            || (await StepAsync("admit", token => Admit(site.Release, token), cancellation)
                && await StepAsync("create", token => phases.CreateAsync(plan, token), cancellation)
                && await StepAsync("ready", token => phases.ReadyAsync(plan, token), cancellation)
                && await StepAsync("smoke", token => phases.SmokeAsync(plan, token), cancellation));
    }

    private async Task<Verdict> FinishAsync(RollbackPlan plan, CancellationToken cancellation)
    {
        using var finish = new CancellationTokenSource(FinishDeadline, site.Clock);
        var moved = await StepAsync("shift", token => phases.MoveAsync(plan, Moved, token), finish.Token);
        // What has begun to move is finished or put back, whether or not there is room for a line about it.
        site.Journal.MayFail();
        if (!moved)
        {
            secondsToZero.Clear();
            return await StepAsync("restore", token => phases.PutBackAsync(plan, token), finish.Token) ? Verdict.Fail : Verdict.Inconclusive;
        }

        var verified = await StepAsync("verify", token => phases.VerifyAsync(plan, token), finish.Token);
        var recorded = await StepAsync("record", token => phases.RecordAsync(plan, id, token), finish.Token);
        var first = error;
        if (recorded)
            await StepAsync("retire", token => phases.RetireAsync(plan, token), cancellation);
        error = first;
        return verified && recorded ? Verdict.Pass : Verdict.Inconclusive;
    }

    private async Task TakeBackAsync(RollbackPlan plan, CancellationToken cancellation)
    {
        site.Journal.MayFail();
        using var undo = new CancellationTokenSource(TakeBackDeadline, site.Clock);
        if (!cancellation.IsCancellationRequested)
            evidence = await new Evidence(site).CollectAsync(new RolloutPlan(RolloutStart.Anew, [.. plan.Services.Where(service => service.Way == WayBack.Fresh).Select(service => service.Plan)]), undo.Token);
        await StepAsync("discard", token => phases.DiscardAsync(plan, token), undo.Token);
    }

    /// <summary>Runs a phase and journals it. The first error is kept.</summary>
    private async Task<bool> StepAsync(string name, Func<CancellationToken, Task> phase, CancellationToken cancellation)
    {
        var (start, problem) = (site.Clock.GetUtcNow(), (string?)null);
        try
        {
            await site.Journal.EffectAsync(name, site.Release.Version, null, () => phase(cancellation));
        }
        catch (Exception caught)
        {
            problem = site.Options.LockLost.IsCancellationRequested ? new LockLostException(site.Options.Environment).Message
                : caught is OperationCanceledException ? "It was cancelled, or took too long." : site.Masked(caught.Message);
            error ??= problem;
            site.Report(name, null, $"failed: {problem}");
        }

        steps.Add(new RolloutStep(name, start, site.Clock.GetUtcNow(), problem));
        return problem is null;
    }

    private void Moved(ServiceReturn service) => secondsToZero[service.Name] = Math.Round((site.Clock.GetUtcNow() - decided).TotalSeconds, 3);

    private async Task<ProbeCount> CountAsync(PublicProbes probes)
    {
        await probes.DisposeAsync();
        return new(probes.Sent, probes.FailedSince(decided), probes.Examples);
    }

    private PublicHost Public(ServiceObservation service) =>
        new(service.Service.Name, site.Platform.AddressFor(service.App!.Fqdn ?? ""), ProbePath.Of(service.Service));

    private RollbackOutcome Outcome(RollbackPlan plan, Verdict verdict, ProbeCount probes)
    {
        site.Journal.Write(verdict == Verdict.Pass ? "end" : "fail", "rollback", plan.Target.Version, error);
        return new RollbackOutcome
        {
            Id = id,
            Verdict = verdict,
            Environment = site.Options.Environment,
            From = plan.Current.Version,
            Version = plan.Target.Version,
            Error = Explained(plan, verdict),
            SecondsToZero = secondsToZero.IsEmpty ? null : secondsToZero.Values.Max(),
            Probes = probes,
            Steps = steps,
            Services = [.. plan.Services.Select(Returned)],
            Evidence = evidence,
        };
    }

    private string? Explained(RollbackPlan plan, Verdict verdict) => verdict switch
    {
        Verdict.Pass => null,
        Verdict.Fail => $"{error} What served before serves still.",
        _ when secondsToZero.IsEmpty => $"{error} Traffic could not be put back with certainty: look at the apps, then roll back again.",
        _ => $"{error} {plan.Target.Version} has all traffic; look at it, then roll back again to finish.",
    };

    private ServiceReturned Returned(ServiceReturn service) => new(
        service.Name, service.Plan.App, service.Way, [.. service.Plan.Previous.Keys], service.Plan.Candidate,
        secondsToZero.TryGetValue(service.Name, out var seconds) ? seconds : null);
}
