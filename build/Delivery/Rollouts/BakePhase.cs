using System.Collections.Concurrent;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>The phases that measure: both sides warmed up, then each step watched and judged.</summary>
internal sealed class BakePhase(RolloutSite site, RolloutPlan plan, RolloutEffects effects, IStepAnalysis analyst)
{
    private readonly ConcurrentQueue<StepAnalysis> analyses = new();

    /// <summary>What the steps showed so far.</summary>
    public IReadOnlyList<StepAnalysis> Analyses => [.. analyses];

    public async Task WarmAsync(CancellationToken cancellation)
    {
        var warmUp = new WarmUp(site);
        await Together.OrNotAtAllAsync(plan.Services.Select(Target), (target, token) => warmUp.RunAsync(Hosts(target), target.Paths, token), cancellation);
        site.Report("warm up", null, "both sides");
    }

    /// <returns>Whether a person must say how to go on.</returns>
    /// <exception cref="DeliveryException">The step failed, or stays inconclusive and the settings say to abort then.</exception>
    public async Task<bool> BakeAsync(StepSettings step, CancellationToken cancellation)
    {
        var analysis = await analyst.RunAsync(new AnalysisStep(step.Weight, step.Bake ?? TimeSpan.Zero, [.. plan.Services.Select(Target)]), cancellation);
        analyses.Enqueue(analysis);
        foreach (var metric in analysis.Metrics)
            site.Report("judge", metric.Service, $"{metric.Verdict.ToString().ToLowerInvariant()}  {metric.Metric}: {metric.Reason}");
        site.Report("bake", null, $"{step.Weight} %: {analysis.Verdict.ToString().ToLowerInvariant()} after {analysis.Seconds:0.0} s{(analysis.Extensions > 0 ? $", prolonged {analysis.Extensions} times" : "")}");
        var isHeld = analysis.Verdict == Verdict.Inconclusive && site.Environment.Rollout.Inconclusive == InconclusiveStep.Hold;
        if (analysis.Verdict != Verdict.Pass && !isHeld)
            throw new DeliveryException($"The step of {step.Weight} % {(analysis.Verdict == Verdict.Fail ? "failed" : "stayed inconclusive")}: {analysis.Reason}");
        return isHeld;
    }

    private AnalysisTarget Target(ServicePlan service) => new()
    {
        Service = service.Service.Name,
        App = service.App,
        StableRevision = service.Stable,
        CandidateRevision = service.Candidate,
        StableHost = service.Stable is { } stable ? HostOf(service, stable) : null,
        CandidateHost = HostOf(service, service.Candidate),
        Paths = ProbePath.Of(service.Service),
    };

    private static IReadOnlyList<Uri> Hosts(AnalysisTarget target) => target.StableHost is { } stable ? [stable, target.CandidateHost] : [target.CandidateHost];

    /// <summary>The label host where there is one: it is what people see.</summary>
    private Uri HostOf(ServicePlan service, string revision)
    {
        var app = effects.Known[service.Service.Name];
        var fqdn = app.Fqdn ?? throw new DeliveryException($"{service.Service.Name}: container app '{app.Name}' has no ingress.");
        var label = app.Traffic.FirstOrDefault(entry => entry.Revision == revision && entry.Label is RolloutLabels.Green or RolloutLabels.Blue)?.Label;
        return site.Platform.AddressFor(label is null ? RolloutChecks.RevisionHost(fqdn, revision) : RolloutLabels.HostOf(fqdn, label));
    }
}
