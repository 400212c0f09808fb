using Frostline.Scanning.Dependencies;

namespace Frostline.Scanning.Runtimes;

/// <summary>A channel of .NET, such as <c>10.0</c>, as its release metadata has it.</summary>
/// <param name="Version">For example <c>10.0</c>.</param>
/// <param name="EndOfLife">The last day of its support; null while that is open.</param>
/// <param name="Releases">Newest first.</param>
internal sealed record ReleaseChannel(string Version, DateOnly? EndOfLife, IReadOnlyList<Release> Releases)
{
    /// <summary>The newest release that is meant for production; else the newest at all.</summary>
    public Release Newest => Releases.FirstOrDefault(release => !release.Runtime.IsPrerelease) ?? Releases[0];

    /// <summary>Vulnerabilities that releases after this runtime mended.</summary>
    public IReadOnlyList<string> MendedSince(PackageVersion runtime) =>
        [.. Releases.Where(release => release.Runtime.CompareTo(runtime) > 0 && !release.Runtime.IsPrerelease).SelectMany(release => release.Vulnerabilities).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>One release.</summary>
/// <param name="Runtime">Version of its runtime.</param>
/// <param name="Date">The day it came out.</param>
/// <param name="Sdks">Versions of the SDKs that came with it.</param>
/// <param name="Vulnerabilities">Ids of what it mended.</param>
internal sealed record Release(PackageVersion Runtime, DateOnly Date, IReadOnlyList<string> Sdks, IReadOnlyList<string> Vulnerabilities);
