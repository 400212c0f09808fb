using Frostline.Delivery.ContainerApps;
using Frostline.Measurement;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Reads what the platform counted at its ingress: the requests of the users, which no probe sends.</summary>
internal sealed class PlatformMetrics(AnalysisTarget target, IContainerApps apps, TimeProvider clock)
{
    /// <summary>The stable revision is remembered for so long: at 100 % it has no users left to compare with.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);

    private readonly DateTimeOffset start = clock.GetUtcNow();
    private volatile RequestCounts counts = new(default, default, "the platform's metrics were not read");

    /// <summary>What was read last.</summary>
    public RequestCounts Counts => counts;

    public async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var query = new MetricsQuery("Requests", start - Memory, clock.GetUtcNow() + apps.MetricInterval, "revisionName eq '*' and statusCodeCategory eq '*'");
            counts = Count(await apps.ReadMetricsAsync(target.App, query, cancellation), target, start);
        }
        catch (ContainerAppsException error)
        {
            counts = counts with { Problem = $"the platform's metrics could not be read: {error.Message}" };
        }
    }

    /// <param name="series">What the platform told.</param>
    /// <param name="target">Whose.</param>
    /// <param name="start">Begin of the step.</param>
    internal static RequestCounts Count(IReadOnlyList<MetricSeries> series, AnalysisTarget target, DateTimeOffset start)
    {
        var (ofStable, ofCandidate) = (Of(series, target.StableRevision), Of(series, target.CandidateRevision));
        // An interval that began before the step holds the warm-up too.
        var (stable, candidate) = (Sum(ofStable, start - Memory), Sum(ofCandidate, start));
        var missing = stable.Total == 0 ? target.StableRevision : candidate.Total == 0 ? target.CandidateRevision : null;
        var last = ofCandidate.SelectMany(one => one.Totals.Keys).DefaultIfEmpty(start).Max();
        return new(stable, candidate, missing is null ? null : $"the platform's metrics do not tell of '{missing}' yet")
        {
            Recent = last - Recent > start ? Sum(ofCandidate, last - Recent) : null,
        };
    }

    private static MetricSeries[] Of(IReadOnlyList<MetricSeries> series, string? revision) =>
        [.. series.Where(one => string.Equals(one.Dimensions.GetValueOrDefault("revisionName"), revision, StringComparison.OrdinalIgnoreCase))];

    private static Proportion Sum(IReadOnlyList<MetricSeries> series, DateTimeOffset since)
    {
        var (failed, all) = (0.0, 0.0);
        foreach (var one in series)
        {
            var total = one.Totals.Where(point => point.Key >= since).Sum(point => point.Value);
            all += total;
            failed += one.Dimensions.GetValueOrDefault("statusCodeCategory")?.StartsWith('5') == true ? total : 0;
        }

        return new Proportion((long)failed, (long)all);
    }
}
