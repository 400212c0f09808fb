using System.Globalization;
using System.Xml;

namespace Frostline.Delivery.ContainerApps;

/// <summary>A question to the metrics of an app.</summary>
/// <param name="Metric">Such as <c>Requests</c>.</param>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Filter">Dimensions that split it, such as <c>revisionName eq '*'</c>.</param>
public sealed record MetricsQuery(string Metric, DateTimeOffset From, DateTimeOffset To, string Filter)
{
    private const int MostPoints = 3000;

    // The service returns ten series unless told otherwise, and two revisions with four kinds of status are eight already.
    internal string Text(TimeSpan interval) => string.Join('&',
        $"metricnames={Uri.EscapeDataString(Metric)}",
        $"timespan={Uri.EscapeDataString($"{Iso(From)}/{Iso(To)}")}",
        $"interval={XmlConvert.ToString((To - From) / interval > MostPoints ? TimeSpan.FromMinutes(1) : interval)}",
        "aggregation=Total",
        $"$filter={Uri.EscapeDataString(Filter)}",
        "top=100");

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
