using System.Globalization;
using System.Text.Json;
using Frostline.Delivery;
using Frostline.Scanning.Dependencies;

namespace Frostline.Scanning.Runtimes;

/// <summary>A copy of .NET's release metadata: the <c>releases.json</c> of each channel. Source: github.com/dotnet/core, release-notes.</summary>
/// <param name="Channels">By their version, such as <c>10.0</c>.</param>
/// <param name="Damaged">Files that could not be read.</param>
internal sealed record ReleaseMetadata(IReadOnlyDictionary<string, ReleaseChannel> Channels, IReadOnlyList<string> Damaged)
{
    private const long MostBytes = 32 << 20;

    /// <summary>The day of the newest release that is known: the copy is no older than that, whatever its file says.</summary>
    public DateOnly Updated => Channels.Values.SelectMany(channel => channel.Releases).Select(release => release.Date).DefaultIfEmpty().Max();

    /// <exception cref="DeliveryException">It is not there.</exception>
    public static ReleaseMetadata Read(string path)
    {
        string[] files = Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : File.Exists(path) ? [path]
            : throw new DeliveryException($"{path}: there is no release metadata. Put the releases.json of your channels there, or name another place in infrastructure/scan.json under releases.");
        var (channels, damaged) = (new Dictionary<string, ReleaseChannel>(StringComparer.Ordinal), new List<string>());
        foreach (var file in files)
        {
            try
            {
                if (ReadChannel(file) is { } channel)
                    channels[channel.Version] = channel;
            }
            catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or InvalidDataException)
            {
                damaged.Add(Path.GetRelativePath(Path.GetDirectoryName(path)!, file).Replace('\\', '/'));
            }
        }

        return new(channels, damaged);
    }

    /// <summary>Null for a file of another kind, such as the index of all channels.</summary>
    private static ReleaseChannel? ReadChannel(string file)
    {
        using var stream = File.OpenRead(file);
        if (stream.Length > MostBytes)
            throw new InvalidDataException("is too long");
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        if (!root.TryGetProperty("channel-version", out var version))
            return root.TryGetProperty("releases-index", out _) ? null : throw new JsonException("names no channel");
        var releases = root.GetProperty("releases").EnumerateArray().Where(HasRuntime).Select(ReadRelease).OrderByDescending(release => release.Runtime).ToArray();
        return releases.Length == 0 ? throw new JsonException("names no release") : new(version.GetString()!, Day(root, "eol-date"), releases);
    }

    private static bool HasRuntime(JsonElement release) => release.TryGetProperty("runtime", out var runtime) && runtime.ValueKind == JsonValueKind.Object;

    private static Release ReadRelease(JsonElement release) => new(
        VersionOf(release.GetProperty("runtime")),
        Day(release, "release-date") ?? throw new JsonException("has no date"),
        [.. Items(release, "sdks").Append(release.TryGetProperty("sdk", out var sdk) ? sdk : default).Where(item => item.ValueKind == JsonValueKind.Object).Select(item => item.GetProperty("version").GetString()!).Distinct()],
        [.. Items(release, "cve-list").Select(cve => cve.GetProperty("cve-id").GetString()!)]);

    private static PackageVersion VersionOf(JsonElement part) =>
        PackageVersion.TryParse(part.GetProperty("version").GetString()) ?? throw new FormatException("has no version");

    private static JsonElement[] Items(JsonElement release, string name) =>
        release.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static DateOnly? Day(JsonElement element, string name) =>
        element.TryGetProperty(name, out var day) && day.ValueKind == JsonValueKind.String ? DateOnly.ParseExact(day.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
