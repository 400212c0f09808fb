using System.Net;

namespace Frostline.Scanning.Dependencies;

/// <summary>The feeds that packages came from, asked for what they know of them.</summary>
internal sealed class PackageFeeds : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 64 << 20 };
    private readonly Uri[] feeds;

    public PackageFeeds(IReadOnlyList<ResolvedProject> projects) =>
        feeds = [.. projects.SelectMany(project => project.Sources).Distinct().Select(source => Uri.TryCreate(source, UriKind.Absolute, out var feed) ? feed : null).OfType<Uri>().Where(feed => feed.Scheme is "http" or "https")];

    /// <summary>Advisories of the feeds that have any.</summary>
    public async Task<IReadOnlyList<AdvisoryData>> AdvisoriesAsync(CancellationToken cancellation) =>
        [.. (await Task.WhenAll(feeds.Select(feed => new AuditFeed(http).ReadAsync(feed, cancellation)))).OfType<AdvisoryData>()];

    /// <summary>The newest version of each of these, by id in lower case, as far as a feed tells it.</summary>
    public async Task<IReadOnlyDictionary<string, PackageVersion>> NewestAsync(IReadOnlyList<ResolvedPackage> packages, CancellationToken cancellation)
    {
        var asked = packages.GroupBy(package => package.Id.ToLowerInvariant()).ToDictionary(same => same.Key, same => same.Any(package => PackageVersion.TryParse(package.Version)?.IsPrerelease == true));
        var told = await Task.WhenAll(feeds.Select(feed => new FeedVersions(http).NewestAsync(feed, asked, cancellation)));
        return told.SelectMany(answers => answers).GroupBy(answer => answer.Key).ToDictionary(same => same.Key, same => same.Max(answer => answer.Value)!);
    }

    public void Dispose() => http.Dispose();
}
