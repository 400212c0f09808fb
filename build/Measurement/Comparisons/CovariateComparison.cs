namespace Frostline.Measurement.Comparisons;

/// <summary>
/// How two sets of slices differ beyond what something else says that was seen in the same slices: analysis of covariance. By how much a value
/// moves with its covariate is learned within the two sets, where nothing that is to be compared has changed, and only then used between them.
/// </summary>
public static class CovariateComparison
{
    /// <summary>Of the slope, before anything was seen: a covariate is chosen because it takes part in what the value takes part in.</summary>
    private const double ExpectedSlope = 1;

    /// <param name="before">The slices of before.</param>
    /// <param name="now">Those of now.</param>
    /// <param name="spread">How far the slope may lie from 1 before anything was seen, as a standard deviation.</param>
    /// <param name="confidence">Of the interval, 0.99 for instance.</param>
    /// <param name="seed">The same seed draws the same slices.</param>
    /// <returns>Null when a side has fewer than <see cref="SliceComparison.FewestSlices"/>.</returns>
    public static CovariateResult? Ratio(CovariateSeries before, CovariateSeries now, double spread, double confidence, int seed)
    {
        if (before.Values.Length < SliceComparison.FewestSlices || now.Values.Length < SliceComparison.FewestSlices)
            return null;
        var slope = Slope(before, now, spread);
        var (earlier, later) = (before.Without(slope.Estimate), now.Without(slope.Estimate));
        var unknown = NormalDistribution.TwoSided(confidence) * slope.Error * Math.Abs(now.Covariate.Average() - before.Covariate.Average());
        var ratio = SliceComparison.Ratio(earlier, later, confidence, seed)!.Value.WidenedByFactor(Math.Exp(unknown));
        return new(ratio, slope.Estimate, Math.Sqrt(Series.Variance(earlier) + Series.Variance(later)));
    }

    /// <summary>
    /// Regression calibration (Carroll, Ruppert, Stefanski and Crainiceanu, Measurement Error in Nonlinear Models, chapter 4): a covariate that
    /// is itself known only roughly would make the slope seem flatter than it is. What the slices do not tell, the expectation does.
    /// </summary>
    private static (double Estimate, double Error) Slope(CovariateSeries before, CovariateSeries now, double spread)
    {
        // What is left depends on the slope, and how much is expected of the slope on what is left: a few rounds agree.
        const int rounds = 5;
        var seen = Series.Square(before.Covariate) + Series.Square(now.Covariate);
        var real = Math.Max(0, seen - before.Noise * before.Values.Length - now.Noise * now.Values.Length);
        var reliability = seen > 0 ? real / seen : 0;
        var (square, product) = (reliability * real, reliability * (Series.Product(before.Values, before.Covariate) + Series.Product(now.Values, now.Covariate)));
        var (slope, error) = (ExpectedSlope, spread);
        for (var round = 0; round < rounds; round++)
        {
            var left = Series.Square(before.Without(slope)) + Series.Square(now.Without(slope));
            var variance = Math.Max(1e-12, left / (before.Values.Length + now.Values.Length - 3));
            var expectation = variance / (spread * spread);
            (slope, error) = ((product + expectation * ExpectedSlope) / (square + expectation), Math.Sqrt(variance / (square + expectation)));
        }

        return (slope, error);
    }
}

/// <summary>What was seen slice by slice.</summary>
/// <param name="Values">Natural logarithms of what is compared.</param>
/// <param name="Covariate">Natural logarithms of what was seen beside it in the same slices.</param>
/// <param name="Noise">The variance with which one slice's covariate is known; 0 when exactly.</param>
public sealed record CovariateSeries(double[] Values, double[] Covariate, double Noise)
{
    internal double[] Without(double slope) => [.. Values.Zip(Covariate, (value, beside) => value - slope * beside)];
}

/// <summary>What is left of a difference.</summary>
/// <param name="Ratio">Now over before, beyond the covariate.</param>
/// <param name="Slope">By how many percent the value moves with one percent of its covariate.</param>
/// <param name="Scatter">Standard deviation of the difference of two slices, one of each side, beyond the covariate; of natural logarithms.</param>
public sealed record CovariateResult(Interval Ratio, double Slope, double Scatter);
