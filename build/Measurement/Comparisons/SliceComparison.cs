using Frostline.Measurement.Histograms;

namespace Frostline.Measurement.Comparisons;

/// <summary>
/// How a quantile changed from one set of slices to another. The slice is the unit, never the single request: requests that follow each
/// other are alike, and thousands of them would make any trifle "significant". Whole slices are drawn with replacement (Efron's bootstrap).
/// </summary>
public static class SliceComparison
{
    /// <summary>Below this no interval is worth its name: five a side is the least for a confidence of 99 %.</summary>
    public const int FewestSlices = 5;

    /// <param name="baseline">Slices of before.</param>
    /// <param name="candidate">Slices of now.</param>
    /// <param name="share">0.95 for p95.</param>
    /// <param name="confidence">Of the interval, 0.99 for instance.</param>
    /// <param name="seed">The same seed draws the same slices.</param>
    /// <returns>Null when a side has fewer than <see cref="FewestSlices"/> slices with anything in them.</returns>
    public static QuantileRatio? Compare(IReadOnlyList<Histogram> baseline, IReadOnlyList<Histogram> candidate, double share, double confidence, int seed)
    {
        if (Ratio(Logarithms(baseline, share), Logarithms(candidate, share), confidence, seed) is not { } ratio)
            return null;
        return new(Histogram.Merge(baseline).Quantile(share), Histogram.Merge(candidate).Quantile(share), ratio.Estimate, ratio.Lower, ratio.Upper);
    }

    /// <summary>How two sets of slices differ, each of which is known by one figure.</summary>
    /// <param name="before">Natural logarithms of the figures of before.</param>
    /// <param name="now">Those of now.</param>
    /// <param name="confidence">Of the interval, 0.99 for instance.</param>
    /// <param name="seed">The same seed draws the same slices.</param>
    /// <returns>Now over before; null when a side has fewer than <see cref="FewestSlices"/>.</returns>
    public static Interval? Ratio(double[] before, double[] now, double confidence, int seed)
    {
        if (before.Length < FewestSlices || now.Length < FewestSlices)
            return null;
        var difference = Series.Mean(now) - Series.Mean(before);
        var margin = Margin(before, now, confidence, seed);
        return new(Math.Exp(difference), Math.Exp(difference + margin.Lower), Math.Exp(difference + margin.Upper));
    }

    private static double[] Logarithms(IReadOnlyList<Histogram> slices, double share) =>
        [.. slices.Where(slice => slice.Count > 0).Select(slice => LogQuantile.Of(slice, share))];

    /// <summary>
    /// Bootstrap-t: what is drawn is the difference over its own error, which keeps its confidence with few slices where plain percentiles
    /// of the draws are too narrow by half.
    /// </summary>
    private static (double Lower, double Upper) Margin(double[] before, double[] now, double confidence, int seed)
    {
        const int draws = 2000;
        var random = new Random(seed);
        var (centre, error) = (Series.Mean(now) - Series.Mean(before), Error(before, now));
        var pivots = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            var (drawnBefore, drawnNow) = (Draw(before, random), Draw(now, random));
            // A draw of one slice alone has no error of its own; the error of all bounds it from below.
            pivots[draw] = (Series.Mean(drawnNow) - Series.Mean(drawnBefore) - centre) / Math.Max(Error(drawnBefore, drawnNow), error / 10);
        }

        Array.Sort(pivots);
        var tail = (1 - confidence) / 2;
        return (-At(pivots, 1 - tail) * error, -At(pivots, tail) * error);
    }

    private static double[] Draw(double[] values, Random random)
    {
        var (drawn, block) = (new double[values.Length], BlockOf(values.Length));
        for (var (place, from) = (0, 0); place < drawn.Length; place++)
        {
            from = place % block == 0 ? random.Next(values.Length) : from + 1;
            drawn[place] = values[from % values.Length];
        }

        return drawn;
    }

    /// <summary>The length that errs least grows with the cube root (Hall, Horowitz and Jing, 1995).</summary>
    private static int BlockOf(int slices) => (int)Math.Ceiling(Math.Cbrt(slices));

    private static double At(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];

    private static double Error(double[] before, double[] now) => Math.Sqrt(Series.Variance(before) / before.Length + Series.Variance(now) / now.Length);
}

/// <summary>A quantile before and now, and the ratio of the two with its confidence interval.</summary>
/// <param name="Baseline">Over all slices, in the unit of the histograms.</param>
/// <param name="Candidate">Over all slices, in the unit of the histograms.</param>
/// <param name="Ratio">Geometric mean over the slices: 1.1 is 10 % more.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
public sealed record QuantileRatio(long Baseline, long Candidate, double Ratio, double Lower, double Upper);
