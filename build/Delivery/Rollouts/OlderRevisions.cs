using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Revisions that run beside those that serve: standbys above all.</summary>
public static class OlderRevisions
{
    /// <returns>Their names; where traffic is split, of all that get it.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(IPlatform platform, PipelineSettings settings, string environment, CancellationToken cancellation)
    {
        var services = await ServiceObservation.ReadAllAsync(platform.ContainerApps(settings.Environment(environment)), settings, cancellation);
        return [.. services.SelectMany(service => service.Revisions.Where(revision => revision.Active && revision.Name != service.Serving?.Name)).Select(revision => revision.Name)];
    }
}
