using System.Data.Common;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Reports;
using Frostline.Delivery.Settings;

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
            var replicas = await site.Apps.ListReplicasAsync(service.App, service.Candidate, cancellation);
            var logs = await Task.WhenAll(replicas.SelectMany(replica => replica.Containers.Select(container => LogAsync(service, replica, container, cancellation))));
            return [new($"{service.Service.Name}: state of {service.Candidate}", [.. States(revision, replicas)]), .. logs];
        }
        catch (Exception error) when (error is DeliveryException or OperationCanceledException)
        {
            return [new($"{service.Service.Name}: {service.Candidate}", [$"Could not be read: {error.Message}"])];
        }
    }

    private async Task<EvidenceSection> LogAsync(ServicePlan service, Replica replica, ReplicaContainer container, CancellationToken cancellation)
    {
        var title = $"{service.Service.Name}: last {LogLines} lines of {replica.Name}";
        try
        {
            return new EvidenceSection(title, Masked(await site.Apps.ReadLogAsync(service.App, container, LogLines, cancellation)));
        }
        catch (Exception error) when (error is DeliveryException or OperationCanceledException or Azure.RequestFailedException or UriFormatException or AggregateException)
        {
            return new EvidenceSection(title, [$"Could not be read: {error.Message}"]);
        }
    }

    /// <summary>A service may print what it was given; the report travels further than the platform's log.</summary>
    private IReadOnlyList<string> Masked(IReadOnlyList<string> lines)
    {
        if (site.Options.ConnectionString is not { } connection)
            return lines;
        var password = new DbConnectionStringBuilder { ConnectionString = connection.Reveal() }.TryGetValue("Password", out var value) ? value.ToString() : null;
        string[] secrets = password is { Length: > 0 } ? [connection.Reveal(), password] : [connection.Reveal()];
        return [.. lines.Select(line => secrets.Aggregate(line, (masked, secret) => masked.Replace(secret, Secret.Mask, StringComparison.Ordinal)))];
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
