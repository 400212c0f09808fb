using Frostline.Delivery.Settings;
using Frostline.Measurement;

namespace Frostline.Delivery.Rollouts.Judging.Trials;

/// <summary>How often the judge is right, by simulation: the same judge and settings as in a rollout, drawn samples in place of probes.</summary>
public static class JudgeTrial
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    /// <summary>Judges many steps of one scenario: two services with two and three paths of different speed, one path or service worse.</summary>
    /// <param name="scenario">What the candidate is like.</param>
    /// <param name="settings">As in a rollout.</param>
    /// <param name="bake">Length of a step.</param>
    /// <param name="steps">How many; step n draws from seed n.</param>
    /// <param name="cancellation">Ends it.</param>
    public static TrialResult Run(TrialScenario scenario, AnalysisSettings settings, TimeSpan bake, int steps, CancellationToken cancellation)
    {
        var results = new (Verdict Verdict, double Seconds)[steps];
        Parallel.For(0, steps, new ParallelOptions { CancellationToken = cancellation }, step => results[step] = Judge(scenario, settings, bake, step));
        return new(
            scenario, bake, steps, Share(Verdict.Fail), Share(Verdict.Inconclusive), Quantiles.Of(results.Select(result => result.Seconds), 0.5));

        double Share(Verdict verdict) => (double)results.Count(result => result.Verdict == verdict) / steps;
    }

    private static (Verdict Verdict, double Seconds) Judge(TrialScenario scenario, AnalysisSettings settings, TimeSpan bake, int seed)
    {
        var (judge, random) = (new StepJudge(settings), new Random(seed));
        SimulatedService[] services = [new("api", [60, 180], isWorse: false, scenario, random), new("web", [40, 90, 150], isWorse: true, scenario, random)];
        for (var time = BetweenLooks; ; time += BetweenLooks)
        {
            foreach (var service in services)
                service.Probe((long)(settings.PairsPerSecond * BetweenLooks.TotalSeconds));
            if (services.Any(service => judge.AtOnce(service.Samples) is not null))
                return (Verdict.Fail, time.TotalSeconds);
            if (time >= bake)
                return (StepJudge.Overall(services.SelectMany(service => judge.AtTheEnd(service.Samples))), bake.TotalSeconds);
        }
    }
}
