namespace Frostline.Measurement.Comparisons;

/// <summary>Sums over the slices of one run, around their mean.</summary>
internal static class Series
{
    public static double Mean(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }

    public static double Square(double[] values) => Product(values, values);

    public static double Product(double[] first, double[] second)
    {
        var (firstMean, secondMean, sum) = (Mean(first), Mean(second), 0.0);
        for (var place = 0; place < first.Length; place++)
            sum += (first[place] - firstMean) * (second[place] - secondMean);
        return sum;
    }

    /// <summary>Of one value; at least two are needed.</summary>
    public static double Variance(double[] values) => Square(values) / (values.Length - 1);
}
