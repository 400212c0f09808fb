using System.Globalization;
using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>Totals of a metric for one combination of its dimensions. Intervals without data are left out: absent is not zero.</summary>
/// <param name="Dimensions">Such as <c>revisionName</c>; the platform writes names in any case.</param>
/// <param name="Totals">Total by the moment at which its interval begins.</param>
public sealed record MetricSeries(IReadOnlyDictionary<string, string> Dimensions, IReadOnlyDictionary<DateTimeOffset, double> Totals)
{
    /// <summary>Reads the body of a GET: the series of all metrics in it.</summary>
    internal static IReadOnlyList<MetricSeries> ParseAll(JsonObject? body) =>
        [.. body.Objects("value").SelectMany(metric => metric.Objects("timeseries")).Select(Parse)];

    private static MetricSeries Parse(JsonObject series) => new(
        series.Objects("metadatavalues").DistinctBy(value => Name(value), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(value => Name(value), value => value.Text("value") ?? "", StringComparer.OrdinalIgnoreCase),
        series.Objects("data").Where(point => Time(point) is not null && Total(point) is not null)
            .DistinctBy(point => Time(point)).ToDictionary(point => Time(point)!.Value, point => Total(point)!.Value));

    private static string Name(JsonObject value) => (value["name"] as JsonObject).Text("value") ?? "";

    private static DateTimeOffset? Time(JsonObject point) =>
        DateTimeOffset.TryParse(point.Text("timeStamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static double? Total(JsonObject point) => point["total"] is JsonValue value && value.TryGetValue<double>(out var total) ? total : null;
}
