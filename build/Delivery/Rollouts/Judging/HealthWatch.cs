using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Asks the platform how the candidate of one service is, again and again.</summary>
internal sealed class HealthWatch(AnalysisTarget target, IContainerApps apps)
{
    private readonly Dictionary<string, int> restartsBefore = [];
    private volatile HealthReading reading = new(Seen: false, Problem: null);

    /// <summary>The last answer; a problem stays.</summary>
    public HealthReading Reading => reading;

    /// <summary>One look. That the platform does not answer says nothing about the candidate.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var revision = await apps.FindRevisionAsync(target.App, target.CandidateRevision, cancellation);
            var replicas = revision is null ? [] : await apps.ListReplicasAsync(target.App, target.CandidateRevision, cancellation);
            var problem = Problem(revision, replicas);
            if (reading.Problem is null)
                reading = new(Seen: true, problem);
        }
        catch (ContainerAppsException)
        {
            // The step is inconclusive when no look succeeds.
        }
    }

    private string? Problem(Revision? revision, IReadOnlyList<Replica> replicas)
    {
        if (revision is null)
            return $"'{target.CandidateRevision}' is gone";
        if (Readiness.Judge(revision, replicas, wanted: 0) is { IsDead: true } dead)
            return $"'{revision.Name}': {dead.Fact}";
        if (revision.HealthState == "Unhealthy")
            return $"'{revision.Name}' is {revision.HealthState}, {revision.RunningState}";
        return replicas.Select(Restarted).FirstOrDefault(restarted => restarted is not null);
    }

    /// <summary>Restarts before the first look were part of starting; a replica that came later counts from zero.</summary>
    private string? Restarted(Replica replica)
    {
        var now = replica.Containers.Sum(container => container.RestartCount);
        var before = restartsBefore.TryGetValue(replica.Name, out var known) ? known : reading.Seen ? 0 : now;
        restartsBefore[replica.Name] = before;
        return now > before ? $"replica '{replica.Name}' restarted{(replica.RunningStateDetails is { Length: > 0 } details ? $": {details}" : "")}" : null;
    }
}
