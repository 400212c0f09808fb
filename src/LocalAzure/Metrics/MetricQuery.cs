using System.Globalization;
using System.Xml;
using LocalAzure.Resources;

namespace LocalAzure.Metrics;

/// <summary>What was asked of the metrics API.</summary>
internal sealed record MetricQuery
{
    private const int MostPoints = 3600;

    public required IReadOnlyList<MetricDefinition> Metrics { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Not in it any more.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Whole seconds. The platform's shortest is a minute; LocalAzure takes a second too.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Empty: each metric's own.</summary>
    public required IReadOnlyList<MetricAggregation> Aggregations { get; init; }

    /// <summary>As it was sent; its dimensions are those of the metrics.</summary>
    public required string Filter { get; init; }

    /// <exception cref="ArmException">Something in it cannot be served.</exception>
    public static MetricQuery Read(IQueryCollection query, DateTimeOffset now)
    {
        var (from, to) = Timespan(query["timespan"].ToString(), now);
        var interval = ReadInterval(query["interval"].ToString());
        if ((to - from) / interval > MostPoints)
            throw Refuse($"interval: {XmlConvert.ToString(interval)} divides the timespan into more than {MostPoints} points. Ask for a shorter timespan or a longer interval.");

        return new MetricQuery
        {
            Metrics = ReadMetrics(query["metricnames"].ToString()),
            From = Floor(from, interval),
            To = to,
            Interval = interval,
            Aggregations = [.. Words(query["aggregation"].ToString()).Select(Aggregation)],
            Filter = query["$filter"].ToString(),
        };
    }

    private static (DateTimeOffset From, DateTimeOffset To) Timespan(string text, DateTimeOffset now)
    {
        if (text.Length == 0)
            return (now.AddHours(-1), now);
        if (text.Split('/') is [var first, var last] && Instant(first) is { } from && Instant(last) is { } to && from < to)
            return (from, to);
        throw Refuse($"timespan: '{text}' is not understood. Give <from>/<to>, both as 2026-01-31T12:00:00Z, the earlier one first.");
    }

    private static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    private static TimeSpan ReadInterval(string text)
    {
        try
        {
            var interval = text.Length == 0 ? TimeSpan.FromMinutes(1) : XmlConvert.ToTimeSpan(text);
            if (interval >= TimeSpan.FromSeconds(1) && interval.Ticks % TimeSpan.TicksPerSecond == 0)
                return interval;
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw Refuse($"interval: '{text}' is not understood. Give whole seconds or more, such as PT1S or PT1M.");
    }

    private static IReadOnlyList<MetricDefinition> ReadMetrics(string text)
    {
        var names = Words(text);
        return names.Length == 0 ? [MetricDefinition.All[0]] : [.. names.Select(name =>
            MetricDefinition.All.FirstOrDefault(metric => metric.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Refuse($"Failed to find metric configuration for provider: Microsoft.App, resource Type: containerApps, metric: {name}, Valid metrics: {string.Join(",", MetricDefinition.All.Select(metric => metric.Name))}"))];
    }

    private static MetricAggregation Aggregation(string name) => Enum.TryParse<MetricAggregation>(name, ignoreCase: true, out var known) && Enum.IsDefined(known)
        ? known
        : throw Refuse($"aggregation: '{name}' is not one of {string.Join(", ", Enum.GetNames<MetricAggregation>())}.");

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static DateTimeOffset Floor(DateTimeOffset instant, TimeSpan interval) => new(instant.UtcTicks / interval.Ticks * interval.Ticks, TimeSpan.Zero);

    private static ArmException Refuse(string message) => ArmException.BadRequest("BadRequest", message);
}
