using System.Collections.Concurrent;
using LocalAzure.Ingress;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure.Metrics;

/// <summary>Looks every second how many replicas each revision has and how often they were restarted, and remembers an hour of it.</summary>
internal sealed class ReplicaGauges(StateStore store, IRevisions revisions, RevisionTraffic traffic, TimeProvider clock) : BackgroundService
{
    private const int SecondsKept = 3600;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ReplicaGauge>> gauges = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ReplicaGauge> Read(string revision) => gauges.TryGetValue(revision, out var kept) ? [.. kept] : [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look(new DateTimeOffset(clock.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero));
    }

    private void Look(DateTimeOffset second)
    {
        var known = store.Current.Apps.Values.SelectMany(app => app.Revisions).Select(revision => revision.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var revision in known)
        {
            if (revisions.Find(revision) is { } status)
                Keep(gauges.GetOrAdd(revision, _ => new()), new ReplicaGauge(second, status.Replicas.Count, status.Replicas.Sum(replica => replica.RestartCount)));
        }

        traffic.ForgetOthers(known);
        foreach (var gone in gauges.Keys.Where(revision => !known.Contains(revision)))
            gauges.TryRemove(gone, out _);
    }

    private static void Keep(ConcurrentQueue<ReplicaGauge> kept, ReplicaGauge gauge)
    {
        kept.Enqueue(gauge);
        while (kept.Count > SecondsKept)
            kept.TryDequeue(out _);
    }
}

/// <param name="Restarts">Of its present replicas together, since each was made.</param>
internal sealed record ReplicaGauge(DateTimeOffset Second, int Replicas, int Restarts);
