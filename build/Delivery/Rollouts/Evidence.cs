using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Reports;

namespace Frostline.Delivery.Rollouts;

/// <summary>Collects what explains a failure while the failed revisions still exist. What cannot be read is said, never thrown.</summary>
internal sealed class Evidence(RolloutSite site)
{
    private const int LogLines = 100;
    private static readonly TimeSpan CollectDeadline = TimeSpan.FromSeconds(20);

    public async Task<IReadOnlyList<EvidenceSection>> CollectAsync(RolloutPlan plan, CancellationToken cancellation)
    {
        using var deadline = new Deadline(CollectDeadline, site.Clock, cancellation);
        var sections = await Task.WhenAll(plan.Services.Select(service => CollectAsync(service, deadline.Token)));
        return [.. sections.SelectMany(section => section)];
    }

    private async Task<IReadOnlyList<EvidenceSection>> CollectAsync(ServicePlan service, CancellationToken cancellation)
    {
        try
        {
            if (await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation) is not { } revision)
                return [new($"{service.Service.Name}: {service.Candidate}", ["The revision does not exist."])];
            var (replicas, problem) = await ReplicasAsync(service, cancellation);
            var logs = await Task.WhenAll(replicas.SelectMany(replica => replica.Containers.Select(container => LogAsync(service, replica, container, cancellation))));
            return [new($"{service.Service.Name}: state of {service.Candidate}", [.. States(revision, replicas).Append(problem).OfType<string>().Select(site.Masked)]), .. logs];
        }
        catch (Exception error)
        {
            return [new($"{service.Service.Name}: {service.Candidate}", [site.Masked($"Could not be read: {error.Message}")])];
        }
    }

    /// <summary>The replicas, or why there are none.</summary>
    private async Task<(IReadOnlyList<Replica> Replicas, string? Problem)> ReplicasAsync(ServicePlan service, CancellationToken cancellation)
    {
        try
        {
            var replicas = await site.Apps.ListReplicasAsync(service.App, service.Candidate, cancellation);
            return (replicas, replicas.Count == 0 ? "It has no replicas any more, and their logs went with them." : null);
        }
        catch (Exception error)
        {
            return ([], $"Its replicas could not be read: {error.Message}");
        }
    }

    private async Task<EvidenceSection> LogAsync(ServicePlan service, Replica replica, ReplicaContainer container, CancellationToken cancellation)
    {
        var title = $"{service.Service.Name}: last {LogLines} lines of {replica.Name}";
        try
        {
            return new EvidenceSection(title, [.. (await site.Apps.ReadLogAsync(service.App, container, LogLines, cancellation)).Select(site.Masked)]);
        }
        catch (Exception error)
        {
            return new EvidenceSection(title, [site.Masked($"Could not be read: {error.Message}")]);
        }
    }

    private static IEnumerable<string> States(Revision revision, IReadOnlyList<Replica> replicas)
    {
        yield return $"{revision.Name}: {revision.ProvisioningState}, {revision.RunningState}, {revision.HealthState}, weight {revision.TrafficWeight}";
        if (revision.ProvisioningError is { Length: > 0 } error)
            yield return error;
        foreach (var replica in replicas)
        {
            yield return $"{replica.Name}: {replica.RunningState} {replica.RunningStateDetails}".TrimEnd();
            foreach (var container in replica.Containers)
                yield return $"  {container.Name}: {container.RunningState}, ready {container.Ready}, {container.RestartCount} restarts {container.RunningStateDetails}".TrimEnd();
        }
    }
}
