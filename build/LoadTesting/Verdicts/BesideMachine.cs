using Frostline.Measurement;
using Frostline.Measurement.Comparisons;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>
/// The quantiles of requests over what the machine itself took for the same work in the same slice. The same machine may be a tenth slower
/// than it was when a baseline was taken, by its clock or by its other guests: then every service on it is, and none of them has changed.
/// </summary>
internal sealed class BesideMachine
{
    private const double Tail = 0.95;
    private readonly IReadOnlyList<Histogram> before;
    private readonly IReadOnlyList<Histogram> now;
    private readonly bool isCrowded;

    /// <param name="before">The machine's times in the slices of the baseline.</param>
    /// <param name="now">Those in the slices of the run.</param>
    /// <param name="tolerance">What is no change.</param>
    public BesideMachine(IReadOnlyList<Histogram> before, IReadOnlyList<Histogram> now, BaselineTolerance tolerance)
    {
        (this.before, this.now) = (before, now);
        Drift = SliceComparison.Ratio(Logarithms(before, 0.5), Logarithms(now, 0.5), tolerance.Confidence, seed: 1);
        isCrowded = SliceComparison.Ratio(Logarithms(before, Tail), Logarithms(now, Tail), tolerance.Confidence, seed: 1) is { } tails && tails.Lower > tolerance.Most;
    }

    /// <summary>How many times as long the machine takes; null when that was not looked at.</summary>
    public Interval? Drift { get; }

    /// <summary>
    /// The machine's median is known to a percent or two, its tail is not: requests' tails are held against that only where others on the
    /// machine clearly made it longer.
    /// </summary>
    /// <returns>How many times as long a request takes beside the machine; null when that was not looked at.</returns>
    public Interval? Ratio(Chunked earlier, Chunked later, double share, double confidence) =>
        SliceComparison.Ratio(Beside(earlier, before, share), Beside(later, now, share), confidence, seed: 1);

    private double[] Beside(Chunked request, IReadOnlyList<Histogram> gauge, double share) =>
        [.. request.Slices.Zip(Chunked.Of(gauge, request.Together).Slices).Where(pair => pair.First.Count > 0 && pair.Second.Count > 0)
            .Select(pair => Logarithm(pair.First, share) - Logarithm(pair.Second, isCrowded ? share : 0.5))];

    private static double[] Logarithms(IReadOnlyList<Histogram> gauge, double share) => [.. gauge.Where(slice => slice.Count > 0).Select(slice => Logarithm(slice, share))];

    private static double Logarithm(Histogram times, double share) => Math.Log(Math.Max(1, times.Quantile(share)));
}
