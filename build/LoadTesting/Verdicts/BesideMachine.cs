using Frostline.Measurement;
using Frostline.Measurement.Comparisons;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>
/// The quantiles of requests beside what the machine itself took for the same work in the same slices. The same machine may take half as long
/// again as it did when a baseline was taken, by its clock, by how it wakes up or by its other guests: then every service on it is slower, and
/// none of them has changed.
/// </summary>
internal sealed class BesideMachine
{
    /// <summary>Requests lean on the machine more or less than its gauge does, by half or so.</summary>
    private const double Spread = 0.5;

    private readonly IReadOnlyList<Histogram> before;
    private readonly IReadOnlyList<Histogram> now;

    /// <param name="before">The baseline.</param>
    /// <param name="now">The run, with the same requests in the same order.</param>
    /// <param name="confidence">Of what is said of the machine.</param>
    public BesideMachine(RunSlices before, RunSlices now, double confidence)
    {
        (this.before, this.now) = (before.Gauge, now.Gauge);
        Drift = SliceComparison.Ratio(MediansOf(before.Gauge), MediansOf(now.Gauge), confidence, seed: 1);
        Wander = Drift is null ? null : WanderOf(before, now, confidence);
    }

    /// <summary>How many times as long the machine takes; null when that was not looked at.</summary>
    public Interval? Drift { get; }

    /// <summary>
    /// How many times as long all requests may take though nothing changed, beyond what the gauge explains; null when that was not looked at.
    /// What wanders within a run wanders at least as much between two: such noise is as strong at long periods as at short ones (flicker), and
    /// more slices of the same minute do not average it out.
    /// </summary>
    public double? Wander { get; }

    /// <returns>How many times as long a request takes beside the machine; null when that was not looked at.</returns>
    public Interval? Ratio(Chunked earlier, Chunked later, double share, double confidence) => Wander is not { } wander ? null
        : CovariateComparison.Ratio(One(earlier, before, share), One(later, now, share), Spread, confidence, seed: 1)?.Ratio.WidenedByFactor(wander);

    private static double? WanderOf(RunSlices before, RunSlices now, double confidence)
    {
        var (earlier, later) = Medians.Levelled(Medians.Of(before.Requests), Medians.Of(now.Requests));
        if (CovariateComparison.Ratio(InCommon(earlier, before.Gauge), InCommon(later, now.Gauge), Spread, confidence, seed: 1) is not { } common)
            return null;
        var wander = Math.Sqrt(Math.Max(0, common.Scatter * common.Scatter - earlier.NoiseInCommon - later.NoiseInCommon));
        return Math.Exp(NormalDistribution.TwoSided(confidence) * wander);
    }

    private static CovariateSeries InCommon(Medians requests, IReadOnlyList<Histogram> gauge) =>
        Together(requests.Slices.Zip(requests.InCommon), Chunked.Of(gauge, requests.Together).Slices);

    private static CovariateSeries One(Chunked request, IReadOnlyList<Histogram> gauge, double share) => Together(
        request.Slices.Index().Where(slice => slice.Item.Count > 0).Select(slice => (slice.Index, LogQuantile.Of(slice.Item, share))), Chunked.Of(gauge, request.Together).Slices);

    /// <summary>Of the slices in which the machine was looked at.</summary>
    private static CovariateSeries Together(IEnumerable<(int Slice, double Value)> values, IReadOnlyList<Histogram> gauge)
    {
        var seen = values.Where(value => value.Slice < gauge.Count && gauge[value.Slice].Count > 0).ToList();
        return new(
            [.. seen.Select(value => value.Value)], [.. seen.Select(value => LogQuantile.Of(gauge[value.Slice], 0.5))],
            seen.Select(value => LogQuantile.Noise(gauge[value.Slice], 0.5)).DefaultIfEmpty().Average());
    }

    private static double[] MediansOf(IReadOnlyList<Histogram> gauge) => [.. gauge.Where(slice => slice.Count > 0).Select(slice => LogQuantile.Of(slice, 0.5))];
}
