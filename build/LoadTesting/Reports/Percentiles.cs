using System.Text.Json.Serialization;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Reports;

/// <summary>A distribution of times, in milliseconds.</summary>
public sealed record Percentiles(
    long Count, double Mean, double P50, double P90, double P95, double P99,
    [property: JsonPropertyName("p99.9")] double P999, double Max)
{
    internal static Percentiles Of(Histogram histogram) => new(
        histogram.Count, Math.Round(histogram.Mean / TimeSpan.TicksPerMillisecond, 4),
        At(histogram, 0.5), At(histogram, 0.9), At(histogram, 0.95), At(histogram, 0.99), At(histogram, 0.999), At(histogram, 1));

    private static double At(Histogram histogram, double share) => Math.Round(TimeSpan.FromTicks(histogram.Quantile(share)).TotalMilliseconds, 4);
}
