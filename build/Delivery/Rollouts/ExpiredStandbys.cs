using System.Globalization;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Standbys whose time is over: nothing runs between two runs of the pipeline, so the next one takes them away.</summary>
public static class ExpiredStandbys
{
    /// <summary>Deactivates them and takes their label away.</summary>
    /// <returns>Their names.</returns>
    public static async Task<IReadOnlyList<string>> RetireAsync(
        IPlatform platform, PipelineSettings settings, string environment, TimeProvider clock, CancellationToken cancellation)
    {
        var apps = platform.ContainerApps(settings.Environment(environment));
        var observed = await ServiceObservation.ReadAllAsync(apps, settings, cancellation);
        var retired = await Task.WhenAll(observed.Where(service => IsOver(service, clock.GetUtcNow())).Select(service => RetireAsync(apps, service, cancellation)));
        return [.. retired.SelectMany(names => names)];
    }

    internal static bool IsOver(ServiceObservation service, DateTimeOffset now) =>
        service.App?.Tags.GetValueOrDefault(ReleaseTags.StandbyUntil) is { } until
        && DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, out var moment) && moment <= now;

    private static async Task<IReadOnlyList<string>> RetireAsync(IContainerApps apps, ServiceObservation service, CancellationToken cancellation)
    {
        string[] standbys = [.. service.Standbys];
        foreach (var standby in standbys)
            await apps.DeactivateAsync(service.Service.App, standby, cancellation);
        var target = new TrafficTarget
        {
            Weights = service.Weights, Expected = service.App!.Traffic, Labels = new Dictionary<string, string?> { [RolloutLabels.Blue] = null },
        };
        if (standbys.Length > 0)
            await apps.WriteTrafficAsync(service.Service.App, target, cancellation);
        return standbys;
    }
}
