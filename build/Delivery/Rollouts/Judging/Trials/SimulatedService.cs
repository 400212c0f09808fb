namespace Frostline.Delivery.Rollouts.Judging.Trials;

/// <summary>A service whose probes are drawn, not sent; the first of its paths is the one that may be slower.</summary>
internal sealed class SimulatedService(string name, double[] medians, bool isWorse, TrialScenario scenario, Random random)
{
    private const double Scatter = 0.5;
    private const double ScatterOfOne = 0.3;

    private readonly (List<double> Stable, List<double> Candidate)[] times = [.. medians.Select(_ => (new List<double>(), new List<double>()))];
    private readonly (long Stable, long Candidate)[] failed = new (long, long)[medians.Length];
    private long pairs;

    public ServiceSamples Samples => new(
        name, [.. times.Select((side, path) => new PathSamples($"/{path}", new(side.Stable, failed[path].Stable, null), new(side.Candidate, failed[path].Candidate, null)))],
        new HealthReading(Seen: true, Problem: null));

    /// <summary>Draws the pairs of some seconds.</summary>
    public void Probe(long count)
    {
        for (var pair = 0; pair < count; pair++)
        {
            var path = (int)(pairs++ % medians.Length);
            var isSlow = isWorse && path == 0;
            if (random.NextDouble() < scenario.Errors)
                failed[path].Stable++;
            else
                times[path].Stable.Add(Draw(medians[path]));
            if (random.NextDouble() < scenario.Errors + (isWorse ? scenario.AddedErrors : 0))
                failed[path].Candidate++;
            else
                times[path].Candidate.Add(Draw(medians[path]) * (isSlow ? scenario.Slowdown : 1));
        }
    }

    private double Draw(double median) => scenario.Times == TimeShape.Lognormal
        ? median * Math.Exp(Scatter * Normal())
        : median * Math.Exp(ScatterOfOne * Normal()) * (random.NextDouble() < 0.2 ? 5 : 1);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
