namespace Frostline.Measurement.Trends;

/// <summary>
/// Whether a series rises: the Mann-Kendall test, which asks only for order, with the Theil-Sen slope and its interval, which a single
/// wild value does not move.
/// </summary>
/// <param name="Slope">Units per second: the median of the slopes of all pairs.</param>
/// <param name="Lower">Lower end of the slope's interval.</param>
/// <param name="Upper">Upper end of the slope's interval.</param>
/// <param name="Significance">Two-sided p of the Mann-Kendall test: small when the order is no accident.</param>
public sealed record Trend(double Slope, double Lower, double Upper, double Significance)
{
    /// <summary>Below this an order by accident is likely whatever the values are.</summary>
    public const int FewestPoints = 8;

    /// <param name="points">Seconds and value, by time. Thin them out first where neighbours are alike: 20 to 200 are plenty.</param>
    /// <param name="confidence">Of the slope's interval.</param>
    /// <returns>Null below <see cref="FewestPoints"/> points.</returns>
    public static Trend? Of(IReadOnlyList<(double Seconds, double Value)> points, double confidence = 0.99)
    {
        if (points.Count < FewestPoints)
            return null;
        var slopes = Slopes(points, out var concordance);
        var deviation = Math.Sqrt(VarianceOfConcordance(points));
        var score = deviation == 0 ? 0 : (concordance - Math.Sign(concordance)) / deviation;
        var margin = NormalDistribution.TwoSided(confidence) * deviation;
        return new(Median(slopes), At(slopes, (slopes.Length - margin) / 2), At(slopes, (slopes.Length + margin) / 2), 2 * UpperTail(Math.Abs(score)));
    }

    private static double[] Slopes(IReadOnlyList<(double Seconds, double Value)> points, out long concordance)
    {
        concordance = 0;
        var slopes = new List<double>(points.Count * (points.Count - 1) / 2);
        for (var later = 1; later < points.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                var rise = points[later].Value - points[earlier].Value;
                concordance += Math.Sign(rise);
                slopes.Add(rise / (points[later].Seconds - points[earlier].Seconds));
            }
        }

        slopes.Sort();
        return [.. slopes];
    }

    /// <summary>Equal values tell nothing about order: they take their share out of the variance.</summary>
    private static double VarianceOfConcordance(IReadOnlyList<(double Seconds, double Value)> points)
    {
        static double Term(double n) => n * (n - 1) * (2 * n + 5);
        return (Term(points.Count) - points.GroupBy(point => point.Value).Sum(ties => Term(ties.Count()))) / 18;
    }

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;

    private static double At(double[] sorted, double place) => sorted[Math.Clamp((int)Math.Round(place), 0, sorted.Length - 1)];

    /// <summary>Probability that a standard normal value exceeds this: Abramowitz and Stegun 26.2.17, within 7.5e-8.</summary>
    private static double UpperTail(double z)
    {
        var t = 1 / (1 + 0.2316419 * z);
        var series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * series;
    }
}
