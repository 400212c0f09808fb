namespace Frostline.Measurement;

/// <summary>Whether two rates differ by a given amount.</summary>
internal static class ScoreTest
{
    /// <summary>Standard deviations between the difference seen and the one given; the variance is the one under the latter.
    /// Source: Farrington and Manning (1990) for the closed form of the likeliest rates.</summary>
    public static double Z(Proportion first, Proportion second, double difference)
    {
        double n = first.Total, m = second.Total;
        var likeliest = LikeliestFirst(first, second, difference);
        var other = Math.Clamp(likeliest - difference, 0, 1);
        var variance = (likeliest * (1 - likeliest) / n + other * (1 - other) / m) * (n + m) / (n + m - 1);
        var above = first.Rate - second.Rate - difference;
        return variance > 0 ? above / Math.Sqrt(variance) : Math.Abs(above) < 1e-15 ? 0 : Math.Sign(above) * double.PositiveInfinity;
    }

    private static double LikeliestFirst(Proportion first, Proportion second, double difference)
    {
        var ratio = (double)second.Total / first.Total;
        var a = 1 + ratio;
        var b = -(1 + ratio + first.Rate + ratio * second.Rate + difference * (ratio + 2));
        var c = difference * difference + difference * (2 * first.Rate + ratio + 1) + first.Rate + ratio * second.Rate;
        var d = -first.Rate * difference * (1 + difference);
        var v = Math.Pow(b / (3 * a), 3) - b * c / (6 * a * a) + d / (2 * a);
        var u = Math.Sqrt(Math.Max(0, Math.Pow(b / (3 * a), 2) - c / (3 * a))) * (v < 0 ? -1 : 1);
        var angle = u == 0 ? Math.PI / 2 : (Math.PI + Math.Acos(Math.Clamp(v / (u * u * u), -1, 1))) / 3;
        return Math.Clamp(2 * u * Math.Cos(angle) - b / (3 * a), Math.Max(0, difference), Math.Min(1, 1 + difference));
    }
}
