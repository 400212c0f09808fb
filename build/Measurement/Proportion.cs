namespace Frostline.Measurement;

/// <summary>So many of so many.</summary>
/// <param name="Hits">Those that count, from 0 to the total.</param>
/// <param name="Total">All.</param>
public readonly record struct Proportion(long Hits, long Total)
{
    /// <summary>From 0 to 1; 0 when there is nothing.</summary>
    public double Rate => Total == 0 ? 0 : (double)Hits / Total;

    /// <summary>The score interval of Wilson (1927): never outside 0 to 1, sound for no hits at all.</summary>
    /// <param name="confidence">Two-sided, such as 0.98.</param>
    public Interval Within(double confidence)
    {
        if (Total == 0)
            return new Interval(0, 0, 1);
        double z = NormalDistribution.TwoSided(confidence), n = Total, rate = Rate;
        var centre = (rate + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
        return new Interval(rate, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <summary>How much more this rate is than another: the score interval of Miettinen and Nurminen (1985), the shifts that the score test
    /// with the likeliest rates under that shift would not reject.</summary>
    /// <param name="other">What is taken away.</param>
    /// <param name="confidence">Two-sided, such as 0.98.</param>
    public Interval Minus(Proportion other, double confidence)
    {
        var (mine, z) = (this, NormalDistribution.TwoSided(confidence));
        if (Total == 0 || other.Total == 0)
            return new Interval(Rate - other.Rate, -1, 1);
        var estimate = Rate - other.Rate;
        return new Interval(
            estimate,
            Root(-1, estimate, difference => ScoreTest.Z(mine, other, difference) > z),
            Root(estimate, 1, difference => ScoreTest.Z(mine, other, difference) > -z));
    }

    private static double Root(double low, double high, Func<double, bool> isBelow)
    {
        for (var step = 0; step < 50; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = isBelow(middle) ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
