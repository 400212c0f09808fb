namespace Frostline.Measurement;

/// <summary>How far one set of samples lies from another, by ranks alone: no outlier moves it, and nothing is assumed about the shape.
/// The interval holds the shifts that a two-sided Mann-Whitney test would not reject, by the normal approximation with corrections for
/// ties and continuity; the estimate is the one of Hodges and Lehmann, the median of all differences.</summary>
public static class MannWhitney
{
    private const double Precision = 1e-9;

    /// <summary>How much more the first samples are than the second.</summary>
    /// <param name="first">At least one sample, in any order.</param>
    /// <param name="second">At least one sample, in any order.</param>
    /// <param name="confidence">Such as 0.98.</param>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public static Interval Shift(IEnumerable<double> first, IEnumerable<double> second, double confidence)
    {
        double[] x = [.. first.Order()], y = [.. second.Order()];
        if (x.Length == 0 || y.Length == 0)
            throw new ArgumentException("There are no samples on one side.");
        var bound = NormalDistribution.TwoSided(confidence);
        return new Interval(
            (Crossing(x, y, shift => Z(x, y, shift, 0) > 0) + Crossing(x, y, shift => Z(x, y, shift, 0) >= 0)) / 2,
            Crossing(x, y, shift => Z(x, y, shift, 0.5) > bound),
            Crossing(x, y, shift => Z(x, y, shift, 0.5) > -bound));
    }

    /// <summary>The test statistic for a shift: how many standard deviations the rank sum lies from what that shift would let expect.</summary>
    /// <param name="x">Samples in rising order.</param>
    /// <param name="y">Samples in rising order.</param>
    /// <param name="shift">What is taken from each of the first.</param>
    /// <param name="continuity">0.5, or 0 for none.</param>
    internal static double Z(double[] x, double[] y, double shift, double continuity)
    {
        var (wins, ties) = Count(x, y, shift);
        double n = x.Length, m = y.Length;
        var above = wins - n * m / 2;
        var variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
        return variance <= 0 || above == 0 ? 0 : (above - Math.Sign(above) * continuity) / Math.Sqrt(variance);
    }

    /// <summary>One walk through both: pairs in which the first is more (a tie is half a pair), and the sum of t³ − t over groups of equal values.</summary>
    private static (double Wins, double Ties) Count(double[] x, double[] y, double shift)
    {
        var (wins, ties) = (0.0, 0.0);
        for (int i = 0, j = 0; i < x.Length || j < y.Length;)
        {
            var value = i == x.Length ? y[j] : j == y.Length ? x[i] - shift : Math.Min(x[i] - shift, y[j]);
            var (fromX, fromY) = (i, j);
            while (i < x.Length && x[i] - shift == value)
                i++;
            while (j < y.Length && y[j] == value)
                j++;
            double inX = i - fromX, inY = j - fromY, together = inX + inY;
            wins += inX * (fromY + inY / 2);
            ties += together * together * together - together;
        }

        return (wins, ties);
    }

    /// <summary>Where a condition that holds for small shifts ceases to hold; the end of the range when it never does.</summary>
    private static double Crossing(double[] x, double[] y, Func<double, bool> holds)
    {
        var (low, high) = (x[0] - y[^1], x[^1] - y[0]);
        if (!holds(low))
            return low;
        if (holds(high))
            return high;
        var precision = Math.Max((high - low) * Precision, double.Epsilon);
        while (high - low > precision)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
                break;
            if (holds(middle))
                low = middle;
            else
                high = middle;
        }

        return low + (high - low) / 2;
    }
}
