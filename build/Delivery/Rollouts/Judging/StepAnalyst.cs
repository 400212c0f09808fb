using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Judges steps by the rollout's own probes, by the platform's words about the candidate and by its metrics.</summary>
internal sealed class StepAnalyst(IContainerApps apps, HttpClient client, AnalysisSettings settings, TimeProvider clock) : IStepAnalysis
{
    public async Task<StepAnalysis> RunAsync(AnalysisStep step, CancellationToken cancellation)
    {
        _ = (apps, client, settings);
        await Task.Delay(step.Bake, clock, cancellation);
        return new(step.Weight, Verdict.Inconclusive, [], step.Bake.TotalSeconds, 0, "Nothing was measured.");
    }
}
