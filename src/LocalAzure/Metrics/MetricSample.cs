namespace LocalAzure.Metrics;

/// <summary>What one second saw of one metric of one revision; several taken together are one again.</summary>
/// <param name="Second">Its beginning, UTC.</param>
/// <param name="Revision">Name of the revision.</param>
/// <param name="StatusClass"><c>2xx</c> and the like; null for a metric that has no such dimension.</param>
internal sealed record MetricSample(DateTimeOffset Second, string Revision, string? StatusClass, MetricValue Value)
{
    public string? Dimension(string name) => name == MetricDefinition.RevisionDimension ? Revision : StatusClass;
}

/// <param name="Count">How many values were measured.</param>
internal readonly record struct MetricValue(long Count, double Total, double Minimum, double Maximum)
{
    public static MetricValue Of(double value) => new(1, value, value, value);

    public static MetricValue operator +(MetricValue one, MetricValue other) => (one.Count, other.Count) switch
    {
        (0, _) => other,
        (_, 0) => one,
        _ => new MetricValue(one.Count + other.Count, one.Total + other.Total, Math.Min(one.Minimum, other.Minimum), Math.Max(one.Maximum, other.Maximum)),
    };

    public double Aggregate(MetricAggregation aggregation) => aggregation switch
    {
        MetricAggregation.Average => Count == 0 ? 0 : Total / Count,
        MetricAggregation.Count => Count,
        MetricAggregation.Maximum => Maximum,
        MetricAggregation.Minimum => Minimum,
        _ => Total,
    };
}
