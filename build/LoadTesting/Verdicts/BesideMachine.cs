using Frostline.Measurement;
using Frostline.Measurement.Comparisons;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>
/// The quantiles of requests over those of what the machine itself took for the same work in the same slice. The same machine may be a tenth slower
/// than it was when a baseline was taken, by its clock or by its other guests: then every service on it is, and none of them has changed.
/// </summary>
/// <param name="before">The machine's times in the slices of the baseline.</param>
/// <param name="now">Those in the slices of the run.</param>
internal sealed class BesideMachine(IReadOnlyList<Histogram> before, IReadOnlyList<Histogram> now)
{
    /// <returns>How many times as long the machine takes; null when that was not looked at.</returns>
    public Interval? Drift(double confidence) => SliceComparison.Ratio(Medians(before), Medians(now), confidence, seed: 1);

    /// <returns>How many times as long a request takes beside the machine; null when that was not looked at.</returns>
    public Interval? Ratio(Chunked earlier, Chunked later, double share, double confidence) =>
        SliceComparison.Ratio(Beside(earlier, before, share), Beside(later, now, share), confidence, seed: 1);

    private static double[] Medians(IReadOnlyList<Histogram> gauge) => [.. gauge.Where(slice => slice.Count > 0).Select(slice => Logarithm(slice, 0.5))];

    private static double[] Beside(Chunked request, IReadOnlyList<Histogram> gauge, double share) =>
        [.. request.Slices.Zip(Chunked.Of(gauge, request.Together).Slices).Where(pair => pair.First.Count > 0 && pair.Second.Count > 0)
            .Select(pair => Logarithm(pair.First, share) - Logarithm(pair.Second, share))];

    private static double Logarithm(Histogram times, double share) => Math.Log(Math.Max(1, times.Quantile(share)));
}
