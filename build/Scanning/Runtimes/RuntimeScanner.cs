using System.Globalization;
using Frostline.Scanning.Containers;
using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Policies;

namespace Frostline.Scanning.Runtimes;

/// <summary>Holds the versions of .NET that sources name and images bring against release metadata: what was mended since, and what nobody mends any more.</summary>
/// <param name="root">The tree.</param>
/// <param name="policy">Names the copy of the release metadata, and how old it may be.</param>
/// <param name="images">Full paths of image archives and OCI layouts; those that are not there are left to the scanner of images.</param>
/// <param name="time">Today.</param>
public sealed class RuntimeScanner(string root, ScanPolicy policy, IReadOnlyList<string> images, TimeProvider time) : IScanner
{
    private const string Remedy = "Build with the newest patch, and pack anew.";

    public string Name => "runtimes";

    /// <summary>Whether the tree's files are read too; default yes.</summary>
    public bool ReadsSources { get; init; } = true;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        var sources = new SourceRuntimes(new SourceFiles(root, policy.Exclude));
        var (uses, missing) = (ReadsSources ? sources.Read().ToList() : [], sources.Damaged.Select(path => $"{path} cannot be read: mend it.").ToList());
        foreach (var image in images.Where(path => File.Exists(path) || File.Exists(Path.Combine(path, "index.json"))))
            Look(image, uses, missing, cancellation);
        if (sources.Inexact.Count > 0 && !uses.Any(use => use.IsPacked))
            missing.Add($"What the bases of {string.Join(", ", sources.Inexact.Order(StringComparer.Ordinal).Take(3))} bring is not in their names: pack the images, or name them under images.");
        if (uses.Count == 0 && missing.Count == 0)
            return Task.FromResult(new Sighting("no version of .NET", []));
        if (policy.Releases is not { } releases)
            return Task.FromResult(Sighting.Without(string.Join(" ", [$"{uses.Count} versions of .NET were found, and infrastructure/scan.json names no release metadata to hold them against (releases).", .. missing])));

        var metadata = ReleaseMetadata.Read(Path.Combine(root, releases));
        missing.AddRange(Lacks(metadata, uses));
        return Task.FromResult(new Sighting(
            string.Create(CultureInfo.InvariantCulture, $"{uses.Count} versions of .NET, {metadata.Channels.Count} channels, newest release of {metadata.Updated:yyyy-MM-dd}"),
            [.. uses.Where(use => metadata.Channels.ContainsKey(use.Channel)).SelectMany(use => Judge(use, metadata.Channels[use.Channel]))])
        {
            Missing = missing.Count == 0 ? null : string.Join(" ", missing),
        });
    }

    private static void Look(string path, List<RuntimeUse> uses, List<string> missing, CancellationToken cancellation)
    {
        var name = File.Exists(path) ? Path.GetFileNameWithoutExtension(path) : Path.GetFileName(path);
        try
        {
            using var store = ImageStore.Open(path);
            foreach (var image in new ImageReader(store, name).Read())
                uses.AddRange(ImageRuntimes.Of(image, cancellation));
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            missing.Add($"{name} cannot be read ({damaged.Message.TrimEnd('.')}).");
        }
    }

    private IEnumerable<string> Lacks(ReleaseMetadata metadata, IReadOnlyList<RuntimeUse> uses)
    {
        if (metadata.Damaged.Count > 0)
            yield return $"{metadata.Damaged.Count} files of release metadata cannot be read ({string.Join(", ", metadata.Damaged.Take(3))}): fetch them again.";
        foreach (var channel in uses.Select(use => use.Channel).Where(channel => !metadata.Channels.ContainsKey(channel)).Distinct())
            yield return $"The release metadata does not know .NET {channel}: add its releases.json.";
        foreach (var use in uses.Where(use => metadata.Channels.TryGetValue(use.Channel, out var channel) && !IsKnown(use, channel)).DistinctBy(use => use.Version.ToString()))
            yield return $"The release metadata does not know {(use.IsSdk ? "the SDK" : ".NET")} {use.Version}: fetch it again.";
        if (metadata.Channels.Count == 0)
            yield return "There is no releases.json among the release metadata.";
        else if (Today.DayNumber - metadata.Updated.DayNumber > policy.ReleasesMaximumAge)
            yield return $"The newest release it knows is more than {policy.ReleasesMaximumAge} days old: fetch the release metadata again.";
    }

    private static bool IsKnown(RuntimeUse use, ReleaseChannel channel) =>
        use.IsSdk ? channel.Releases.Any(release => release.Sdks.Contains(use.Version.ToString())) : use.Version.IsPrerelease || use.Version.CompareTo(channel.Newest.Runtime) <= 0;

    private IEnumerable<Finding> Judge(RuntimeUse use, ReleaseChannel channel)
    {
        if (channel.EndOfLife < Today)
            yield return Found(use, "runtime-out-of-support", Severity.High, $"gets .NET {channel.Version}, which nobody mends since {channel.EndOfLife:yyyy-MM-dd}.", "Move to a channel that is supported.");
        var runtime = use.IsSdk ? channel.Releases.FirstOrDefault(release => release.Sdks.Contains(use.Version.ToString()))?.Runtime : use.Version;
        if (runtime is null || runtime.CompareTo(channel.Newest.Runtime) >= 0)
            yield break;
        var mended = channel.MendedSince(runtime);
        var newest = use.IsSdk ? $"SDK {(channel.Newest.Sdks is [var first, ..] ? first : "of it")} with " : "";
        yield return mended.Count == 0
            ? Found(use, "runtime-outdated", Severity.Info, $"gets .NET {use.Version}; {newest}{channel.Newest.Runtime} is out.", Remedy)
            : Found(use, "runtime-vulnerable", SeverityOf(use), $"gets .NET {use.Version}; {newest}{channel.Newest.Runtime} mends {mended.Count} vulnerabilities that it has.", Remedy) with { References = [.. mended, "OWASP A06:2021"] };
    }

    /// <summary>An SDK is not deployed, and mostly the newest one that is installed compiles.</summary>
    private static Severity SeverityOf(RuntimeUse use) => !use.IsSdk ? Severity.High : use.IsLeast ? Severity.Info : Severity.Medium;

    private Finding Found(RuntimeUse use, string rule, Severity severity, string fact, string remedy) =>
        new(Name, rule, severity, use.Place, $"{use.What} {fact}", remedy) { Identity = $"{rule} {use.Version}" };
}
