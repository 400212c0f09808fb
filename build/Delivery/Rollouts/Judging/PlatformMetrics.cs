using Frostline.Delivery.ContainerApps;
using Frostline.Measurement;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Reads what the platform counted at its ingress: the requests of the users, which no probe sends.</summary>
internal sealed class PlatformMetrics(AnalysisTarget target, IContainerApps apps, TimeProvider clock)
{
    /// <summary>The stable revision is remembered for so long: at 100 % it has no users left to compare with.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly DateTimeOffset start = clock.GetUtcNow();
    private volatile RequestCounts counts = new(default, default, "the platform's metrics were not read");

    /// <summary>What was read last.</summary>
    public RequestCounts Counts => counts;

    public async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var query = new MetricsQuery("Requests", start - Memory, clock.GetUtcNow() + apps.MetricInterval, "revisionName eq '*' and statusCodeCategory eq '*'");
            counts = Count(await apps.ReadMetricsAsync(target.App, query, cancellation));
        }
        catch (ContainerAppsException error)
        {
            counts = counts with { Problem = $"the platform's metrics could not be read: {error.Message}" };
        }
    }

    private RequestCounts Count(IReadOnlyList<MetricSeries> series)
    {
        var stable = Count(series, target.StableRevision, start - Memory);
        var candidate = Count(series, target.CandidateRevision, start);
        var missing = stable.Total == 0 ? target.StableRevision : candidate.Total == 0 ? target.CandidateRevision : null;
        return new(stable, candidate, missing is null ? null : $"the platform's metrics do not tell of '{missing}' yet");
    }

    private static Proportion Count(IReadOnlyList<MetricSeries> series, string? revision, DateTimeOffset since)
    {
        var (failed, all) = (0.0, 0.0);
        foreach (var one in series.Where(one => string.Equals(one.Dimensions.GetValueOrDefault("revisionName"), revision, StringComparison.OrdinalIgnoreCase)))
        {
            // An interval that began before the step holds the warm-up too.
            var total = one.Totals.Where(point => point.Key >= since).Sum(point => point.Value);
            all += total;
            failed += one.Dimensions.GetValueOrDefault("statusCodeCategory")?.StartsWith('5') == true ? total : 0;
        }

        return new Proportion((long)failed, (long)all);
    }
}
