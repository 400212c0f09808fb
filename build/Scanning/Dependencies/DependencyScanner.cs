using System.Globalization;
using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Policies;

namespace Frostline.Scanning.Dependencies;

/// <summary>Finds packages with known vulnerabilities, transitive ones too, and licences that are not allowed. It first proves that it has advisories.</summary>
/// <param name="root">The tree.</param>
/// <param name="policy">Names the snapshot of advisories, how old it may be, and the licences.</param>
/// <param name="time">Today: old advisories prove nothing.</param>
public sealed class DependencyScanner(string root, ScanPolicy policy, TimeProvider time) : IScanner
{
    private static readonly TimeSpan FeedDeadline = TimeSpan.FromSeconds(10);

    public string Name => "dependencies";

    /// <summary>Whether feeds may be asked for their audit data; default yes.</summary>
    public bool AskFeeds { get; init; } = true;

    /// <summary>Folders of the projects to look at, from the root; default null: all.</summary>
    public IReadOnlyCollection<string>? Projects { get; init; }

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        var packages = new ProjectPackages(new SourceFiles(root, policy.Exclude), Projects);
        var projects = packages.Read();
        var data = await DataAsync(projects, cancellation);
        var used = projects.SelectMany(project => project.Packages.Select(package => (Project: project, Package: package)))
            .GroupBy(use => (Id: use.Package.Id.ToLowerInvariant(), use.Package.Version)).Select(uses => uses.OrderByDescending(use => use.Package.IsDirect).First()).ToArray();
        var findings = used.SelectMany(use => Vulnerabilities(use.Project, use.Package, data)).Concat(used.Select(use => Licence(use.Package)).OfType<Finding>());
        return new(Told(projects.Count, used.Length, data), [.. findings]) { Missing = Missing(projects.Count, packages, data) };
    }

    private async Task<IReadOnlyList<AdvisoryData>> DataAsync(IReadOnlyList<ResolvedProject> projects, CancellationToken cancellation)
    {
        var data = new List<AdvisoryData>();
        if (policy.Advisories is { } snapshot)
            data.Add(OsvSnapshot.Read(Path.Combine(root, snapshot), cancellation));
        if (!AskFeeds)
            return data;
        using var http = new HttpClient { Timeout = FeedDeadline, MaxResponseContentBufferSize = 64 << 20 };
        var feeds = projects.SelectMany(project => project.Sources).Distinct().Select(source => Uri.TryCreate(source, UriKind.Absolute, out var feed) ? feed : null).OfType<Uri>().Where(feed => feed.Scheme is "http" or "https");
        data.AddRange((await Task.WhenAll(feeds.Select(feed => new AuditFeed(http).ReadAsync(feed, cancellation)))).OfType<AdvisoryData>());
        return data;
    }

    private static IEnumerable<Finding> Vulnerabilities(ResolvedProject project, ResolvedPackage package, IReadOnlyList<AdvisoryData> data)
    {
        if (PackageVersion.TryParse(package.Version) is not { } version)
            yield break;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var advisory in data.SelectMany(source => source.Advisories[package.Id.ToLowerInvariant()]).Where(advisory => advisory.Affected.Hold(version)))
        {
            if (seen.Contains(advisory.Id) || advisory.Aliases.Any(seen.Contains))
                continue;
            seen.UnionWith([advisory.Id, .. advisory.Aliases]);
            yield return Vulnerability(project, package, version, advisory);
        }
    }

    private static Finding Vulnerability(ResolvedProject project, ResolvedPackage package, PackageVersion version, Advisory advisory)
    {
        var way = package.IsDirect ? "" : $", which comes through {string.Join(" → ", project.WayTo(package.Id).SkipLast(1))}";
        var remedy = advisory.Affected.FixFor(version) is { } mended
            ? package.IsDirect ? $"Use {mended} or newer." : $"Use a newer version of what brings it, or name {package.Id} {mended} or newer yourself."
            : "There is no version without it yet: do without the package, or accept it with a reason and a day.";
        return new("dependencies", advisory.Id, advisory.Severity, package.Place, $"{package.Id} {package.Version}{way}, is vulnerable{(advisory.Summary.Length > 0 ? $": {advisory.Summary.TrimEnd('.')}" : "")}.", remedy)
        {
            Identity = $"{advisory.Id} {package.Id.ToLowerInvariant()} {package.Version}",
            References = [.. advisory.Aliases, "OWASP A06:2021"],
        };
    }

    private Finding? Licence(ResolvedPackage package)
    {
        if (policy.Licences.Count == 0 || !package.IsDeployed || package.Licence is { } licence && LicenceExpression.Allows(licence, policy.Licences))
            return null;
        return package.Licence is null
            ? new("dependencies", "licence-unknown", Severity.Info, package.Place, $"{package.Id} {package.Version} names no licence by its SPDX id.", "Read its licence, and accept it with a reason.")
            : new("dependencies", "licence-not-allowed", Severity.High, package.Place, $"{package.Id} {package.Version} has the licence {package.Licence}, which the policy does not list.", "Do without it, or add the licence to infrastructure/scan.json.");
    }

    private static string Told(int projects, int packages, IReadOnlyList<AdvisoryData> data) => string.Create(CultureInfo.InvariantCulture,
        $"{projects} projects, {packages} packages; {(data.Count == 0 ? "no advisories" : string.Join("; ", data.Select(source => string.Create(CultureInfo.InvariantCulture, $"{source.Count:n0} advisories of {source.Updated:yyyy-MM-dd} ({source.Source})"))))}");

    private string? Missing(int projects, ProjectPackages packages, IReadOnlyList<AdvisoryData> data)
    {
        var old = data.Where(source => source.Count > 0 && time.GetUtcNow() - source.Updated > TimeSpan.FromDays(policy.AdvisoriesMaximumAge)).ToArray();
        string?[] missing =
        [
            projects == 0 && packages.NotRestored.Count == 0 && packages.Damaged.Count == 0 ? "There is no project." : null,
            packages.NotRestored.Count > 0 ? $"{packages.NotRestored.Count} projects are not restored ({string.Join(", ", packages.NotRestored.Take(3))}): run ./build.sh --target=Compile first." : null,
            packages.Damaged.Count > 0 ? $"What was resolved cannot be read for {string.Join(", ", packages.Damaged.Take(3))}: restore again." : null,
            data.Sum(source => source.Count) == 0 ? "There are no advisories: no feed offers audit data, and infrastructure/scan.json names no OSV snapshot with any (advisories)." : null,
            old.Length > 0 && old.Length == data.Count ? $"The advisories are older than {policy.AdvisoriesMaximumAge} days: fetch the snapshot again." : null,
            data.SelectMany(source => source.Damaged).ToArray() is { Length: > 0 } damaged ? $"{damaged.Length} advisories cannot be read ({string.Join(", ", damaged.Take(3))}): fetch the snapshot again." : null,
        ];
        return missing.OfType<string>().ToArray() is { Length: > 0 } all ? string.Join(" ", all) : null;
    }
}
