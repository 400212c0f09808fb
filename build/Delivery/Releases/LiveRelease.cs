using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Releases;

/// <summary>The release that an environment serves, when it is exactly the one that would be deployed.</summary>
/// <param name="Version">Version of the release.</param>
/// <param name="Urls">Public address by service.</param>
public sealed record LiveRelease(string Version, IReadOnlyDictionary<string, Uri> Urls)
{
    /// <summary>The live release if every service's app is tagged with these sources and settings and one healthy revision that
    /// carries them has all traffic; else null. Two requests for each app, all at once; changes nothing.</summary>
    public static async Task<LiveRelease?> FindAsync(
        IPlatform platform, PipelineSettings settings, string environment, SourceHash sources, CancellationToken cancellation)
    {
        var target = settings.Environment(environment);
        var apps = platform.ContainerApps(target);
        var found = await Task.WhenAll(settings.Services.Values.Select(service => FindAsync(apps, service.App, cancellation)));
        var settingsTag = EnvironmentFingerprint.Of(settings, environment);
        if (!found.All(pair => IsLive(pair.App, pair.Serving, sources.Hex, settingsTag)))
            return null;
        var urls = settings.Services.Keys.Zip(found).Select(pair => (Name: pair.First, Url: platform.PublicAddress(pair.Second.App!)));
        return new LiveRelease(
            found[0].App!.Tags[ReleaseTags.Release], urls.Where(pair => pair.Url is not null).ToDictionary(pair => pair.Name, pair => pair.Url!));
    }

    /// <summary>Whether an app serves these sources, wholly and in good health, and its rollout came to its end.</summary>
    internal static bool IsLive(ContainerApp? app, Revision? serving, string sources, string settings) =>
        app is not null && serving is { Active: true }
        && app.Tags.GetValueOrDefault(ReleaseTags.Sources) == sources
        && app.Tags.GetValueOrDefault(ReleaseTags.Settings) == settings
        && app.Tags.ContainsKey(ReleaseTags.Release)
        && serving.Environment.GetValueOrDefault(ReleaseTags.SourcesVariable) == sources
        && (serving.RunningState.StartsWith("Running", StringComparison.OrdinalIgnoreCase) || serving.RunningState.StartsWith("Scale", StringComparison.OrdinalIgnoreCase))
        && serving.HealthState is "Healthy" or "None";

    private static async Task<(ContainerApp? App, Revision? Serving)> FindAsync(IContainerApps apps, string name, CancellationToken cancellation)
    {
        var app = await apps.FindAppAsync(name, cancellation);
        return app?.Traffic.Where(entry => entry.Weight > 0).ToList() is [{ Weight: 100, Latest: false, Revision: { } revision }]
            ? (app, await apps.FindRevisionAsync(name, revision, cancellation))
            : (app, null);
    }
}
