using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CoffeeTracker.Hosting.Metrics;

/// <summary>Metrics in Prometheus' text format, version 0.0.4.</summary>
internal static partial class ExpositionText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string NameOf(string instrument, string? unit, bool counter)
    {
        var suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        var name = Unfit().Replace(instrument, "_");
        name += name.EndsWith(suffix, StringComparison.Ordinal) ? "" : suffix;
        return counter ? name + "_total" : name;
    }

    public static string Of(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var same in metrics.Where(metric => metric.Series.Count > 0).GroupBy(metric => metric.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {same.Key} {Line(same.First().Help)}\n# TYPE {same.Key} {same.First().Kind.ToString().ToLowerInvariant()}\n");
            foreach (var metric in same)
            {
                foreach (var (labels, series) in metric.Series)
                    Put(text, metric, Labels(labels), series);
            }
        }

        return text.ToString();
    }

    private static void Put(StringBuilder text, Metric metric, string labels, Series series)
    {
        if (metric.Kind != MetricKind.Histogram)
        {
            text.Append(CultureInfo.InvariantCulture, $"{metric.Name}{Braced(labels)} {Number(series.Value)}\n");
            return;
        }

        var count = 0L;
        for (var bucket = 0; bucket <= metric.Bounds.Count; bucket++)
        {
            count += series.Counts[bucket];
            var bound = bucket == metric.Bounds.Count ? "+Inf" : Number(metric.Bounds[bucket]);
            text.Append(CultureInfo.InvariantCulture, $"{metric.Name}_bucket{{{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"}} {count}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{metric.Name}_sum{Braced(labels)} {Number(series.Value)}\n{metric.Name}_count{Braced(labels)} {count}\n");
    }

    private static string Labels(LabelSet set) => string.Join(",", set.Labels.Select(label => $"{Unfit().Replace(label.Key, "_")}=\"{Quoted(Convert.ToString(label.Value, CultureInfo.InvariantCulture) ?? "")}\""));

    private static string Braced(string labels) => labels.Length > 0 ? $"{{{labels}}}" : "";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Line(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Quoted(string text) => Line(text).Replace("\"", "\\\"", StringComparison.Ordinal);

    [GeneratedRegex("[^a-zA-Z0-9_]")]
    private static partial Regex Unfit();
}
