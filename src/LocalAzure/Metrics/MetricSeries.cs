namespace LocalAzure.Metrics;

/// <summary>One line of a chart: the values of its dimensions, and a point for each interval; a point without a value is one nobody measured.</summary>
internal sealed record MetricSeries(IReadOnlyList<(string Dimension, string Value)> Dimensions, IReadOnlyList<(DateTimeOffset At, MetricValue? Value)> Points)
{
    /// <summary>Splits samples by the filter's dimensions and sums them up by interval. Pure.</summary>
    /// <param name="samples">Of one metric, those that are to be seen by now.</param>
    /// <param name="watched">Seconds in which a counter's silence means zero.</param>
    public static IReadOnlyList<MetricSeries> Build(
        MetricQuery query, MetricDefinition metric, IEnumerable<MetricSample> samples, ISet<(string Revision, DateTimeOffset Second)> watched)
    {
        var filter = MetricFilter.Parse(query.Filter, metric);
        var seen = samples.Where(sample => sample.Second >= query.From && sample.Second < query.To && filter.Matches(sample)).ToList();
        return [.. seen
            .GroupBy(sample => string.Join('\n', filter.Dimensions.Select(sample.Dimension)), StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new MetricSeries(
                [.. filter.Dimensions.Select(dimension => (dimension, group.First().Dimension(dimension)!))],
                SumUp(query, [.. group], metric.CountsEvents ? WatchedSeconds(watched, group) : [])))];
    }

    private static HashSet<DateTimeOffset> WatchedSeconds(ISet<(string Revision, DateTimeOffset Second)> watched, IEnumerable<MetricSample> samples)
    {
        var revisions = samples.Select(sample => sample.Revision).ToHashSet();
        return [.. watched.Where(pair => revisions.Contains(pair.Revision)).Select(pair => pair.Second)];
    }

    private static IReadOnlyList<(DateTimeOffset, MetricValue?)> SumUp(MetricQuery query, List<MetricSample> samples, HashSet<DateTimeOffset> zeros)
    {
        var values = samples.Select(sample => (sample.Second, sample.Value))
            .Concat(zeros.Select(second => (Second: second, Value: default(MetricValue))))
            .GroupBy(pair => (pair.Second - query.From).Ticks / query.Interval.Ticks)
            .ToDictionary(bucket => bucket.Key, bucket => bucket.Aggregate(default(MetricValue), (sum, pair) => sum + pair.Value));
        var count = (int)Math.Ceiling((query.To - query.From) / query.Interval);
        return [.. Enumerable.Range(0, count).Select(index => (query.From + (index * query.Interval), values.TryGetValue(index, out var value) ? value : (MetricValue?)null))];
    }
}
