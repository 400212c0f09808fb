using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Trials;

/// <summary>
/// How often a comparison with a baseline is right, by simulation: five requests with long-tailed times of their own, slices that differ from
/// each other as those of a real machine do, and now and then a slice in which everything stalls.
/// </summary>
public static class DetectorTrial
{
    private const int Slices = 20;
    private const int PerSlice = 200;

    /// <summary>How far slices of the same service lie apart, as a share of their times.</summary>
    private const double SliceNoise = 0.02;

    /// <param name="comparisons">How many runs are held against their baselines, in each of the two cases.</param>
    /// <param name="slowdown">1.1: one request's times are 10 % longer.</param>
    /// <param name="cancellation">Ends it.</param>
    public static DetectorOutcome Run(int comparisons, double slowdown, CancellationToken cancellation)
    {
        var (alarms, found, named) = (0, 0, 0);
        for (var number = 0; number < comparisons; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var random = new Random(number);
            // As in a real run, a regression is believed once a second run shows it too.
            if (Compare(random, 1).Change == Change.Regressed && Compare(random, 1).Change == Change.Regressed)
                alarms++;
            var slower = Compare(random, slowdown);
            if (slower.Change != Change.Regressed)
                continue;
            found++;
            named += slower.Reasons[0].Contains("'request 2'", StringComparison.Ordinal) ? 1 : 0;
        }

        return new(comparisons, alarms, found, named);
    }

    private static BaselineResult Compare(Random random, double slowdown)
    {
        var before = Side(random, 1);
        return BaselineComparison.Compare("simulated", before, Side(random, slowdown), BaselineTolerance.Default);
    }

    private static List<RequestSlices> Side(Random random, double slowdown)
    {
        var noise = Enumerable.Range(0, Slices).Select(_ => Math.Exp(SliceNoise * Normal(random))).ToArray();
        return [.. Enumerable.Range(0, 5).Select(request => new RequestSlices(
            $"request {request}", [.. noise.Select(slice => Slice(random, (2 + 3 * request) * slice * (request == 2 ? slowdown : 1)))]))];
    }

    private static Histogram Slice(Random random, double medianMilliseconds)
    {
        var recorder = new Recorder();
        for (var request = 0; request < PerSlice; request++)
            recorder.Record((long)(medianMilliseconds * Math.Exp(0.35 * Normal(random)) * TimeSpan.TicksPerMillisecond));
        return recorder.Snapshot();
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>How often the comparison was right.</summary>
/// <param name="Comparisons">In each case.</param>
/// <param name="FalseAlarms">Nothing had changed, and it said regressed, twice.</param>
/// <param name="Found">One request was slower, and it said so.</param>
/// <param name="Named">It named that request first.</param>
public sealed record DetectorOutcome(int Comparisons, int FalseAlarms, int Found, int Named);
