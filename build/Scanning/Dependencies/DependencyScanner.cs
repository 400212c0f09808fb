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
    public string Name => "dependencies";

    /// <summary>Whether feeds are asked for newer versions of what projects name themselves, too; default no, a request for each takes its time.</summary>
    public bool TellOutdated { get; init; }

    /// <summary>Folders of the projects to look at, from the root; default null: all.</summary>
    public IReadOnlyCollection<string>? Projects { get; init; }

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        var packages = new ProjectPackages(new SourceFiles(root, policy.Exclude), Projects);
        var projects = packages.Read();
        using var feeds = new PackageFeeds(policy.Feeds ? projects : []);
        var data = await DataAsync(feeds, cancellation);
        var used = projects.SelectMany(project => project.Packages.Select(package => (Project: project, Package: package)))
            .GroupBy(use => (Id: use.Package.Id.ToLowerInvariant(), use.Package.Version)).Select(uses => uses.OrderByDescending(use => use.Package.IsDirect).First()).ToArray();
        var findings = used.SelectMany(use => Vulnerabilities(use.Project, use.Package, data)).Concat(used.Select(use => Licence(use.Package)).OfType<Finding>()).ToList();
        var (newer, told) = await OutdatedAsync(feeds, [.. used.Select(use => use.Package).Where(package => package.IsDirect)], cancellation);
        return new($"{Told(projects.Count, used.Length, data)}{told}", [.. findings, .. newer]) { Missing = Missing(projects, packages, data) };
    }

    private async Task<IReadOnlyList<AdvisoryData>> DataAsync(PackageFeeds feeds, CancellationToken cancellation) =>
    [
        .. policy.Advisories is { } snapshot ? [OsvSnapshot.Read(Path.Combine(root, snapshot), cancellation)] : Array.Empty<AdvisoryData>(),
        .. await feeds.AdvisoriesAsync(cancellation),
    ];

    private async Task<(IReadOnlyList<Finding> Findings, string Told)> OutdatedAsync(PackageFeeds feeds, IReadOnlyList<ResolvedPackage> named, CancellationToken cancellation)
    {
        if (!TellOutdated || named.Count == 0)
            return ([], "");
        var newest = await feeds.NewestAsync(named, cancellation);
        var findings = named.Where(package => newest.TryGetValue(package.Id.ToLowerInvariant(), out var version) && version.CompareTo(PackageVersion.TryParse(package.Version)) > 0)
            .Select(package => new Finding(Name, "package-outdated", Severity.Info, package.Place, $"{package.Id} {package.Version} is in use; {newest[package.Id.ToLowerInvariant()]} is out.", "Take it when its changes are read.")
            {
                Identity = $"package-outdated {package.Id.ToLowerInvariant()}",
            });
        var silent = named.Count(package => !newest.ContainsKey(package.Id.ToLowerInvariant()));
        return ([.. findings], silent == 0 ? "" : $"; no feed tells of newer versions of {silent} packages");
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
        var way = package.IsDirect ? "" : $", which comes through {string.Join(" → ", project.WayTo(package.Id).SkipLast(1))},";
        var remedy = advisory.Affected.FixFor(version) is { } mended
            ? package.IsDirect ? $"Use {mended} or newer." : $"Use a newer version of what brings it, or name {package.Id} {mended} or newer yourself."
            : "There is no version without it yet: do without the package, or accept it with a reason and a day.";
        return new("dependencies", advisory.Id, advisory.Severity, package.Place, $"{package.Id} {package.Version}{way} is vulnerable{(advisory.Summary.Length > 0 ? $": {advisory.Summary.TrimEnd('.')}" : "")}.", remedy)
        {
            Identity = $"{advisory.Id} {package.Id.ToLowerInvariant()} {package.Version}",
            References = [.. advisory.Aliases, "OWASP A06:2021"],
        };
    }

    private Finding? Licence(ResolvedPackage package)
    {
        if (policy.Licences.Count == 0 || !package.IsDeployed || package.Licence is { } licence && LicenceExpression.Allows(licence, policy.Licences))
            return null;
        if (!package.IsHere)
            return null;
        return package.Licence is null
            ? new("dependencies", "licence-unknown", Severity.Info, package.Place, $"{package.Id} {package.Version} names no licence by its SPDX id.", "Read its licence, and accept it with a reason.")
            : new("dependencies", "licence-not-allowed", Severity.High, package.Place, $"{package.Id} {package.Version} has the licence {package.Licence}, which the policy does not list.", "Do without it, or add the licence to infrastructure/scan.json.");
    }

    private static string Told(int projects, int packages, IReadOnlyList<AdvisoryData> data) => string.Create(CultureInfo.InvariantCulture,
        $"{projects} projects, {packages} packages; {(data.Count == 0 ? "no advisories" : string.Join("; ", data.Select(source => string.Create(CultureInfo.InvariantCulture, $"{source.Count:n0} advisories of {source.Updated:yyyy-MM-dd} ({source.Source})"))))}");

    private string? Missing(IReadOnlyList<ResolvedProject> projects, ProjectPackages packages, IReadOnlyList<AdvisoryData> data)
    {
        var closed = policy.Licences.Count == 0 ? 0 : projects.SelectMany(project => project.Packages).Where(package => package is { IsDeployed: true, IsHere: false }).DistinctBy(package => (package.Id, package.Version)).Count();
        var old = data.Where(source => source.Count > 0 && time.GetUtcNow() - source.Updated > TimeSpan.FromDays(policy.AdvisoriesMaximumAge)).ToArray();
        string?[] missing =
        [
            projects.Count == 0 && packages.NotRestored.Count == 0 && packages.Damaged.Count == 0 ? "There is no project." : null,
            packages.NotRestored.Count > 0 ? $"{packages.NotRestored.Count} projects are not restored ({string.Join(", ", packages.NotRestored.Take(3))}): run ./build.sh --target=Compile first." : null,
            packages.Damaged.Count > 0 ? $"What was resolved cannot be read for {string.Join(", ", packages.Damaged.Take(3))}: restore again." : null,
            closed > 0 ? $"The licences of {closed} packages are unknown, for they are not on this machine: restore first." : null,
            data.Sum(source => source.Count) == 0 ? "There are no advisories: no feed offers audit data, and infrastructure/scan.json names no OSV snapshot with any (advisories)." : null,
            old.Length > 0 && old.Length == data.Count ? $"The advisories are older than {policy.AdvisoriesMaximumAge} days: fetch the snapshot again." : null,
            data.SelectMany(source => source.Damaged).ToArray() is { Length: > 0 } damaged ? $"{damaged.Length} advisories cannot be read ({string.Join(", ", damaged.Take(3))}): fetch the snapshot again." : null,
        ];
        return missing.OfType<string>().ToArray() is { Length: > 0 } all ? string.Join(" ", all) : null;
    }
}
