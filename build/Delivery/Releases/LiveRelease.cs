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
    public static Task<LiveRelease?> FindAsync(
        IPlatform platform, PipelineSettings settings, string environment, SourceHash sources, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
