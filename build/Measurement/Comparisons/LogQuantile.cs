using Frostline.Measurement.Histograms;

namespace Frostline.Measurement.Comparisons;

/// <summary>Quantiles of one slice as natural logarithms: twice as slow and twice as quick are equally far from no change.</summary>
public static class LogQuantile
{
    /// <param name="slice">With something in it.</param>
    /// <param name="share">0.95 for p95.</param>
    public static double Of(Histogram slice, double share) => Math.Log(Math.Max(1, slice.Quantile(share)));

    /// <summary>The variance it is known with: how far the values beside it lie apart that a standard error of its rank allows, whatever they are distributed like.</summary>
    /// <param name="slice">With something in it.</param>
    /// <param name="share">0.95 for p95.</param>
    public static double Noise(Histogram slice, double share)
    {
        var rank = Math.Sqrt(share * (1 - share) / Math.Max(1, slice.Count));
        var error = (Of(slice, Math.Min(1, share + rank)) - Of(slice, Math.Max(0, share - rank))) / 2;
        return error * error;
    }
}
