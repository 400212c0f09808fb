using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using LocalAzure.Faults;
using LocalAzure.Management;
using LocalAzure.Resources;

namespace LocalAzure.Metrics;

/// <summary>The metrics API of Microsoft.Insights, for container apps.</summary>
internal static class MetricEndpoints
{
    public const string Path = "/providers/Microsoft.Insights/metrics";

    public static void MapMetrics(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/containerApps/{name}" + Path,
        (HttpRequest request, [AsParameters] AppRoute route, ContainerApps apps, MetricSource source, FaultBook faults, TimeProvider time) =>
        {
            var app = apps.Find(route.Id);
            var now = time.GetUtcNow();
            var query = MetricQuery.Read(request.Query, now);
            // A second is told when it is over, and after the lag that somebody set.
            var visible = now - (faults.Find(app.Id)?.MetricsLag ?? TimeSpan.Zero) - TimeSpan.FromSeconds(1);
            var watched = source.Watched(app).Where(pair => pair.Second <= visible).ToHashSet();
            return Answers.Json(new JsonObject
            {
                ["cost"] = 0,
                ["timespan"] = $"{Instant(query.From)}/{Instant(query.To)}",
                ["interval"] = XmlConvert.ToString(query.Interval),
                ["namespace"] = ResourceId.ContainerApps,
                ["resourceregion"] = AskedApp.Read(app.Document).Location,
                ["value"] = new JsonArray([.. query.Metrics.Select(metric => Render(
                    app, query, metric, MetricSeries.Build(query, metric, source.Read(app, metric).Where(sample => sample.Second <= visible), watched)))]),
            });
        });

    private static JsonObject Render(ContainerApp app, MetricQuery query, MetricDefinition metric, IReadOnlyList<MetricSeries> series)
    {
        IReadOnlyList<MetricAggregation> aggregations = query.Aggregations.Count > 0 ? query.Aggregations : [metric.Primary];
        return new JsonObject
        {
            ["id"] = $"{app.Id.Path}{Path}/{metric.Name}",
            ["type"] = "Microsoft.Insights/metrics",
            ["name"] = Name(metric.Name, metric.DisplayName),
            ["displayDescription"] = metric.Description,
            ["unit"] = metric.Unit,
            ["timeseries"] = new JsonArray([.. series.Select(line => Render(line, aggregations))]),
            ["errorCode"] = "Success",
        };
    }

    // The platform tells dimensions in small letters, however they were asked for.
    private static JsonObject Render(MetricSeries series, IReadOnlyList<MetricAggregation> aggregations) => new()
    {
        ["metadatavalues"] = new JsonArray([.. series.Dimensions.Select(pair => new JsonObject
        {
            ["name"] = Name(pair.Dimension.ToLowerInvariant(), pair.Dimension.ToLowerInvariant()),
            ["value"] = pair.Value,
        })]),
        ["data"] = new JsonArray([.. series.Points.Select(point => Render(point.At, point.Value, aggregations))]),
    };

    private static JsonObject Render(DateTimeOffset at, MetricValue? value, IReadOnlyList<MetricAggregation> aggregations)
    {
        var point = new JsonObject { ["timeStamp"] = Instant(at) };
        if (value is not { } measured)
            return point;

        foreach (var aggregation in aggregations)
            point[aggregation.ToString().ToLowerInvariant()] = measured.Aggregate(aggregation);
        return point;
    }

    private static JsonObject Name(string value, string localized) => new() { ["value"] = value, ["localizedValue"] = localized };

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
