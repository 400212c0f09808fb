using Frostline.LoadTesting.Trials;

namespace Frostline.Pipeline.Benchmarks.Loading;

/// <summary>The comparison with a baseline, on simulated runs of a service and a machine that change in known ways.</summary>
internal sealed class DetectorPart : BenchmarkPart
{
    private const int Comparisons = 200;
    private const double Slowdown = 1.1;
    private const double GeneralSlowdown = 1.15;

    public override string Name => "detector";

    public override Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        var outcomes = DetectorTrial.Run(Comparisons, Slowdown, GeneralSlowdown, cancellation);
        return Task.FromResult(new BenchmarkReport([.. outcomes.Select(BoundOf)], [.. Lines(outcomes)], outcomes));
    }

    private static Bound BoundOf(DetectorOutcome outcome)
    {
        var regressed = 100.0 * outcome.Regressed / outcome.Comparisons;
        return outcome.Change is { One: 1, All: 1 }
            ? new($"detector: {outcome.Change.Name}, called regressed, in %", regressed, null, 2)
            : new($"detector: {outcome.Change.Name}, found, in %", regressed, 90, null);
    }

    private static IEnumerable<string> Lines(IReadOnlyList<DetectorOutcome> outcomes)
    {
        yield return $"  {Comparisons} simulated comparisons each, of five requests on a machine with a gauge";
        foreach (var outcome in outcomes)
            yield return Benchmark.Shown($"  {outcome.Change.Name,-36} {outcome.Regressed,4} called regressed, {outcome.Named} of them with 'request 2' first; {outcome.Inconclusive} inconclusive");
    }
}
