using System.Text.Json;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dependencies;

/// <summary>The audit data of a NuGet feed, when it has any: resource <c>VulnerabilityInfo</c> of its index.</summary>
internal sealed class AuditFeed(HttpClient http)
{
    private const int MostPages = 32;

    /// <summary>Null when the feed has none or does not answer: neither says that packages are sound.</summary>
    public async Task<AdvisoryData?> ReadAsync(Uri index, CancellationToken cancellation)
    {
        try
        {
            using var feed = await GetAsync(index, cancellation);
            var resource = feed.RootElement.GetProperty("resources").EnumerateArray()
                .Where(entry => entry.GetProperty("@type").GetString()!.StartsWith("VulnerabilityInfo/", StringComparison.Ordinal))
                .Select(entry => entry.GetProperty("@id").GetString()).LastOrDefault();
            return resource is null ? null : await ReadPagesAsync(index.Host, new Uri(index, resource), cancellation);
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException
            || problem is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<AdvisoryData?> ReadPagesAsync(string host, Uri address, CancellationToken cancellation)
    {
        using var pages = await GetAsync(address, cancellation);
        var advisories = new List<Advisory>();
        var damaged = new List<string>();
        var updated = DateTimeOffset.MinValue;
        if (pages.RootElement.GetArrayLength() > MostPages)
            damaged.Add($"pages after the first {MostPages}");
        foreach (var page in pages.RootElement.EnumerateArray().Take(MostPages))
        {
            var changed = page.GetProperty("@updated").GetDateTimeOffset();
            updated = changed > updated ? changed : updated;
            using var entries = await GetAsync(new Uri(address, page.GetProperty("@id").GetString()), cancellation);
            foreach (var package in entries.RootElement.EnumerateObject())
                foreach (var entry in package.Value.EnumerateArray())
                    Add(package.Name, entry, advisories, damaged);
        }

        return advisories.Count == 0 ? null : new($"audit data of {host}", advisories.ToLookup(advisory => advisory.Package.ToLowerInvariant()), advisories.DistinctBy(advisory => advisory.Id).Count(), updated) { Damaged = damaged };
    }

    private static void Add(string package, JsonElement entry, List<Advisory> advisories, List<string> damaged)
    {
        var url = entry.GetProperty("url").GetString()!;
        if (NuGetRange.TryParse(entry.GetProperty("versions").GetString()!) is { } range)
            advisories.Add(new(url[(url.LastIndexOf('/') + 1)..], package, Level(entry.GetProperty("severity").GetInt32()), range));
        else
            damaged.Add(url);
    }

    private static Severity Level(int level) => level switch { 0 => Severity.Low, 1 => Severity.Medium, 2 => Severity.High, _ => Severity.Critical };

    private async Task<JsonDocument> GetAsync(Uri address, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(address, cancellation);
        answer.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), default, cancellation);
    }
}
