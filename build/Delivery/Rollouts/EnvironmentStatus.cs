using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>What runs in an environment now.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Platform"><c>local</c> or <c>azure</c>.</param>
/// <param name="Management">Address of the management API.</param>
/// <param name="Page">The page for people, or null.</param>
/// <param name="Apps">Apps of the environment's services that exist.</param>
public sealed record EnvironmentStatus(string Environment, string Platform, Uri Management, Uri? Page, IReadOnlyList<AppStatus> Apps)
{
    /// <summary>Reads the status; changes nothing.</summary>
    public static async Task<EnvironmentStatus> ReadAsync(
        IPlatform platform, PipelineSettings settings, string environment, CancellationToken cancellation)
    {
        var apps = platform.ContainerApps(settings.Environment(environment));
        var found = await Task.WhenAll(settings.Services.Values.Select(service => ReadAsync(platform, apps, service, cancellation)));
        return new EnvironmentStatus(environment, platform.Name, platform.ManagementEndpoint, platform.Page, [.. found.OfType<AppStatus>()]);
    }

    /// <summary>Reads the status as soon as no revision that gets traffic is still starting, or when the patience is at its end.</summary>
    public static async Task<EnvironmentStatus> WhenSettledAsync(
        IPlatform platform, PipelineSettings settings, string environment, TimeSpan patience, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = await ReadAsync(platform, settings, environment, cancellation);
            if (!status.Apps.Any(app => app.Revisions.Any(revision => revision.IsStarting)) || TimeProvider.System.GetElapsedTime(start) > patience)
                return status;
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
        }
    }

    private static async Task<AppStatus?> ReadAsync(IPlatform platform, IContainerApps apps, ServiceSettings service, CancellationToken cancellation)
    {
        if (await apps.FindAppAsync(service.App, cancellation) is not { } app)
            return null;
        var revisions = await apps.ListRevisionsAsync(service.App, cancellation);
        var shown = revisions.Where(revision => revision.Active || app.Traffic.Any(entry => entry.Revision == revision.Name && entry.Weight > 0));
        return new AppStatus(
            service.Name, app.Name, app.ProvisioningState, app.Tags.GetValueOrDefault(ReleaseTags.Release), app.Fqdn, app.ExposedPort, platform.PublicAddress(app),
            [.. shown.OrderByDescending(revision => revision.Created, StringComparer.Ordinal).Select(revision => Status(app, revision))]);
    }

    private static RevisionStatus Status(ContainerApp app, Revision revision)
    {
        var entries = app.Traffic.Where(entry => entry.Revision == revision.Name || (entry.Latest && app.LatestReadyRevision == revision.Name)).ToList();
        return new RevisionStatus(
            revision.Name, revision.Environment.GetValueOrDefault(ReleaseTags.ReleaseVariable), revision.Active, entries.Sum(entry => entry.Weight),
            revision.Replicas, revision.RunningState, revision.HealthState, revision.Fqdn, entries.Select(entry => entry.Label).FirstOrDefault(label => label is not null));
    }
}

/// <summary>One app.</summary>
/// <param name="Service">The service in the settings.</param>
/// <param name="App">The container app.</param>
/// <param name="ProvisioningState">State of its last change.</param>
/// <param name="Release">Tag <c>frostline-release</c>, or null before the first rollout ended.</param>
/// <param name="Host">Public host name.</param>
/// <param name="Port">LocalAzure's plain port, or null.</param>
/// <param name="Url">Address to open.</param>
/// <param name="Revisions">Active revisions and those with traffic, newest first.</param>
public sealed record AppStatus(
    string Service, string App, string ProvisioningState, string? Release, string? Host, int? Port, Uri? Url, IReadOnlyList<RevisionStatus> Revisions);

/// <summary>One revision.</summary>
public sealed record RevisionStatus(
    string Name, string? Release, bool Active, int Weight, int Replicas, string RunningState, string HealthState, string? Host, string? Label)
{
    internal bool IsStarting => Active && Weight > 0 && RunningState is "Activating" or "Processing";
}
