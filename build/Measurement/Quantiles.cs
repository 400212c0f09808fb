namespace Frostline.Measurement;

/// <summary>Quantiles of samples.</summary>
public static class Quantiles
{
    /// <summary>The value below which a share of the samples lies, between two samples by linear interpolation (Hyndman and Fan, type 7).</summary>
    /// <param name="samples">At least one, in any order.</param>
    /// <param name="share">From 0 to 1; 0.5 is the median.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static double Of(IEnumerable<double> samples, double share) => OfSorted([.. samples.Order()], share);

    /// <summary>The same of samples in rising order.</summary>
    public static double OfSorted(IReadOnlyList<double> sorted, double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (sorted.Count == 0)
            throw new ArgumentException("There are no samples.", nameof(sorted));
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
