using LocalAzure.Ingress;
using LocalAzure.Resources;

namespace LocalAzure.Metrics;

/// <summary>Gathers what was measured of an app's revisions.</summary>
internal sealed class MetricSource(IRevisionTraffic traffic, ReplicaGauges gauges)
{
    /// <summary>What is known of a metric, in no particular order.</summary>
    public IEnumerable<MetricSample> Read(ContainerApp app, MetricDefinition metric) => app.Revisions.SelectMany(revision => metric.Name switch
    {
        "Requests" => Requests(revision, tally => new MetricValue(tally.Count, tally.Count, 1, 1)),
        "ResponseTime" => Requests(revision, tally => new MetricValue(
            tally.Count, tally.Total.TotalMilliseconds, tally.Shortest.TotalMilliseconds, tally.Longest.TotalMilliseconds)),
        "RestartCount" => Gauges(revision, gauge => gauge.Restarts),
        _ => Gauges(revision, gauge => gauge.Replicas),
    });

    /// <summary>The seconds in which a revision was watched, whether anything happened to it or not.</summary>
    public ISet<(string Revision, DateTimeOffset Second)> Watched(ContainerApp app) =>
        app.Revisions.SelectMany(revision => gauges.Read(revision.Key).Select(gauge => (revision.Name, gauge.Second))).ToHashSet();

    private IEnumerable<MetricSample> Requests(Revision revision, Func<Tally, MetricValue> value) => traffic.Read(revision.Key).SelectMany(second => second.ByStatusClass
        .Select((tally, index) => (Tally: tally, Class: $"{index + 1}xx"))
        .Where(answers => answers.Tally.Count > 0)
        .Select(answers => new MetricSample(second.Second, revision.Name, answers.Class, value(answers.Tally))));

    private IEnumerable<MetricSample> Gauges(Revision revision, Func<ReplicaGauge, int> value) =>
        gauges.Read(revision.Key).Select(gauge => new MetricSample(gauge.Second, revision.Name, null, MetricValue.Of(value(gauge))));
}
