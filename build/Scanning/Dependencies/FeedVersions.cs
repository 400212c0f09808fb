using System.Collections.Concurrent;
using System.Text.Json;

namespace Frostline.Scanning.Dependencies;

/// <summary>The versions of packages that a NuGet feed has: resource <c>PackageBaseAddress</c> of its index.</summary>
internal sealed class FeedVersions(HttpClient http)
{
    private const int MostAtOnce = 8;

    /// <summary>The newest version of each package by its id in lower case; those that the feed does not tell are left out. Pre-releases count for packages that are one.</summary>
    /// <param name="index">The feed.</param>
    /// <param name="packages">Ids in lower case, and whether the version in use is a pre-release.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyDictionary<string, PackageVersion>> NewestAsync(Uri index, IReadOnlyDictionary<string, bool> packages, CancellationToken cancellation)
    {
        var newest = new ConcurrentDictionary<string, PackageVersion>(StringComparer.Ordinal);
        if (await TryGetAsync(index, cancellation) is not { } feed || AddressIn(feed) is not { } address)
            return newest;
        var folder = new Uri(index, address.EndsWith('/') ? address : $"{address}/");
        await Parallel.ForEachAsync(packages, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation }, async (package, token) =>
        {
            if (await TryGetAsync(new Uri(folder, $"{Uri.EscapeDataString(package.Key)}/index.json"), token) is { } versions && NewestOf(versions, package.Value) is { } version)
                newest[package.Key] = version;
        });
        return newest;
    }

    private static string? AddressIn(JsonElement feed) =>
        feed.TryGetProperty("resources", out var resources) && resources.ValueKind == JsonValueKind.Array
            ? resources.EnumerateArray().Where(entry => entry.TryGetProperty("@type", out var type) && type.ToString().StartsWith("PackageBaseAddress/", StringComparison.Ordinal))
                .Select(entry => entry.TryGetProperty("@id", out var id) ? id.ToString() : null).FirstOrDefault()
            : null;

    private static PackageVersion? NewestOf(JsonElement answer, bool prereleases) =>
        answer.TryGetProperty("versions", out var versions) && versions.ValueKind == JsonValueKind.Array
            ? versions.EnumerateArray().Select(version => PackageVersion.TryParse(version.ToString())).OfType<PackageVersion>().Where(version => prereleases || !version.IsPrerelease).Max()
            : null;

    /// <summary>Null when the feed does not answer as a feed does.</summary>
    private async Task<JsonElement?> TryGetAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            if (!answer.IsSuccessStatusCode)
                return null;
            using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), default, cancellation);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or IOException || problem is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
