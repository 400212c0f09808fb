namespace LocalAzure.Metrics;

/// <summary>A metric of a container app as the platform offers it.</summary>
internal sealed record MetricDefinition(string Name, string DisplayName, string Description, string Unit, MetricAggregation Primary)
{
    public const string RevisionDimension = "revisionName";
    public const string StatusDimension = "statusCodeCategory";

    /// <summary>What a series can be narrowed to or split by.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = [RevisionDimension];

    /// <summary>Of a counter, a second that was watched and saw nothing is a zero; of any other metric it is nothing.</summary>
    public bool CountsEvents { get; init; }

    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        new("Requests", "Requests", "Requests processed", "Count", MetricAggregation.Total) { Dimensions = [RevisionDimension, StatusDimension], CountsEvents = true },
        new("ResponseTime", "Average Response Time", "Average response time per status code", "MilliSeconds", MetricAggregation.Average) { Dimensions = [RevisionDimension, StatusDimension] },
        new("RestartCount", "Replica Restart Count", "Restart count of container app replicas", "Count", MetricAggregation.Maximum),
        new("Replicas", "Replica Count", "Number of replicas count of container app", "Count", MetricAggregation.Maximum),
    ];
}

internal enum MetricAggregation { Average, Count, Maximum, Minimum, Total }
