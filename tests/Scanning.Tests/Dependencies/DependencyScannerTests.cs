using System.Text.Json;
using Frostline.Scanning;
using Frostline.Scanning.Dependencies;
using Frostline.Scanning.Policies;
using Testing;

namespace Scanning.Tests.Dependencies;

/// <summary>What restore left of a project, against feeds and snapshots.</summary>
public sealed class DependencyScannerTests : IDisposable
{
    private static readonly Dictionary<string, string> Feed = new()
    {
        ["/v3/index.json"] = """{ "version": "3.0.0", "resources": [ { "@id": "{feed}/flat", "@type": "PackageBaseAddress/3.0.0" }, { "@id": "{feed}/audit/index.json", "@type": "VulnerabilityInfo/6.7.0" } ] }""",
        ["/audit/index.json"] = """[ { "@name": "base", "@id": "{feed}/audit/base.json", "@updated": "2026-07-01T00:00:00Z" }, { "@name": "update", "@id": "update.json", "@updated": "2026-07-20T00:00:00Z" } ]""",
        ["/audit/base.json"] = """{ "coffee.core": [ { "url": "https://advisories.invalid/GHSA-1", "severity": 2, "versions": "[1.0.0, 1.2.0)" } ] }""",
        ["/audit/update.json"] = """{ "coffee.core": [ { "url": "https://advisories.invalid/GHSA-2", "severity": 0, "versions": "(, 1.1.0]" } ] }""",
        ["/flat/coffee.core/index.json"] = """{ "versions": [ "1.0.0", "1.1.0", "1.2.0", "2.0.0-beta.1" ] }""",
    };

    private readonly TemporaryFolder tree = new("packages");

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AuditDataOfAFeed_ProvesItselfAndNamesWhatIsVulnerable(bool compressed)
    {
        await using var feed = await PlayedFeed.StartAsync(Feed, compressed);
        WriteProject("1.1.0", feed.Index);

        var result = await ScanAsync(new());

        result.Scanners[0].Missing.ShouldBeNull();
        result.Scanners[0].Data.ShouldBe("1 projects, 1 packages; 2 advisories of 2026-07-20 (audit data of 127.0.0.1)");
        result.Findings.Select(finding => $"{finding.Severity} {finding.Rule} {finding.Remedy}").ShouldBe(["High GHSA-1 Use 1.2.0 or newer.", "Low GHSA-2 There is no version without it yet: do without the package, or accept it with a reason and a day."]);
        WriteProject("1.2.0", feed.Index);
        (await ScanAsync(new())).Verdict.ShouldBe(ScanVerdict.Pass);
    }

    [Theory]
    [InlineData("/v3/index.json", "not json")]
    [InlineData("/v3/index.json", """{ "resources": [ { "@id": "{feed}/flat", "@type": "PackageBaseAddress/3.0.0" } ] }""")]
    [InlineData("/audit/index.json", "{}")]
    [InlineData("/audit/index.json", "[]")]
    [InlineData("/audit/base.json", "")]
    [InlineData("/audit/update.json", "[]")]
    public async Task FeedWithoutWholeAuditData_IsInconclusive(string path, string answer)
    {
        await using var feed = await PlayedFeed.StartAsync(new Dictionary<string, string>(Feed) { [path] = answer });
        WriteProject("1.1.0", feed.Index);

        var result = await ScanAsync(new());

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain("There are no advisories");
    }

    [Fact]
    public async Task RangeThatCannotBeRead_IsNamed_AndTheOthersCount()
    {
        await using var feed = await PlayedFeed.StartAsync(new Dictionary<string, string>(Feed) { ["/audit/update.json"] = """{ "other": [ { "url": "https://advisories.invalid/GHSA-3", "severity": 1, "versions": "(1.0)" } ] }""" });
        WriteProject("1.1.0", feed.Index);

        var result = await ScanAsync(new());

        result.Forbidden.ShouldHaveSingleItem().Rule.ShouldBe("GHSA-1");
        result.Scanners[0].Missing!.ShouldContain("https://advisories.invalid/GHSA-3");
    }

    [Fact]
    public async Task Feeds_AreNotAskedWhenThePolicyForbidsIt()
    {
        await using var feed = await PlayedFeed.StartAsync(Feed);
        WriteProject("1.1.0", feed.Index);

        (await ScanAsync(new() { Feeds = false })).Scanners[0].Missing!.ShouldContain("There are no advisories");
    }

    [Fact]
    public async Task NewerVersion_IsTold_AndFailsNothing()
    {
        await using var feed = await PlayedFeed.StartAsync(Feed);
        WriteProject("1.1.0", feed.Index);

        var findings = (await ScanAsync(new(), outdated: true)).Findings.Where(finding => finding.Rule == "package-outdated");

        findings.ShouldHaveSingleItem().ToString().ShouldBe("src/App/App.csproj:1: info package-outdated: Coffee.Core 1.1.0 is in use; 1.2.0 is out. Take it when its changes are read.");
        WriteProject("2.0.0-alpha", feed.Index);
        (await ScanAsync(new(), outdated: true)).Findings.ShouldContain(finding => finding.Fact.Contains("2.0.0-beta.1 is out"));
    }

    [Fact]
    public async Task FeedThatTellsNoVersions_IsSaidTo()
    {
        await using var feed = await PlayedFeed.StartAsync(new Dictionary<string, string>(Feed) { ["/flat/coffee.core/index.json"] = "" });
        WriteProject("1.1.0", feed.Index);

        (await ScanAsync(new(), outdated: true)).Scanners[0].Data.ShouldEndWith("; no feed tells of newer versions of 1 packages");
    }

    [Theory]
    [InlineData("<license type=\"expression\">GPL-3.0-only</license>", "high licence-not-allowed", ScanVerdict.Fail)]
    [InlineData("<license type=\"expression\">MIT</license>", null, ScanVerdict.Inconclusive)]
    [InlineData("<license type=\"file\">LICENCE.txt</license>", "info licence-unknown", ScanVerdict.Inconclusive)]
    [InlineData("<license", "info licence-unknown", ScanVerdict.Inconclusive)]
    public async Task Licence_IsReadFromThePackage_AndHeldAgainstThePolicy(string licence, string? told, ScanVerdict verdict)
    {
        WriteProject("1.1.0");
        tree.Write("store/coffee.core/1.1.0/coffee.core.nuspec", $"<package><metadata>{licence}</metadata></package>");

        var result = await ScanAsync(new() { Licences = ["MIT"] });

        result.Verdict.ShouldBe(verdict);
        result.Findings.Select(finding => finding.ToString().Split(':')[2].Trim()).ShouldBe(told is null ? [] : [told]);
    }

    [Fact]
    public async Task LicenceOfAPackageThatIsNotHere_IsUnknownAndNotCalledAllowed()
    {
        WriteProject("1.1.0");

        (await ScanAsync(new() { Licences = ["MIT"] })).Scanners[0].Missing!.ShouldContain("The licences of 1 packages are unknown");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{ \"version\": 1, \"dependencies\": [] }")]
    [InlineData("{ \"version\": 1, \"dependencies\": { \"net10.0\": { \"A\": { \"type\": \"Direct\" } } } }")]
    [InlineData("{ \"version\": 1, \"dependencies\": { \"net10.0\": { \"A\": { \"type\": \"Direct\", \"resolved\": \"latest\" } } } }")]
    [InlineData("{ \"version\": 1, \"dependencies\": { \"net10.0\": { \"A\": { \"type\": \"Direct\", \"resolved\": null } } } }")]
    public async Task MalformedLockFile_IsNamedByItsProject_AndNothingIsCalledClean(string text)
    {
        tree.Write("src/App/App.csproj", "<Project />");
        tree.Write("src/App/packages.lock.json", text);

        var result = await ScanAsync(new());

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain("What was resolved cannot be read for src/App/App.csproj");
    }

    [Theory]
    [InlineData("{ \"targets\": {} }")]
    [InlineData("{ \"targets\": { \"net10.0\": { \"NoVersion\": { \"type\": \"package\" } } }, \"libraries\": {}, \"packageFolders\": {}, \"project\": { \"frameworks\": {}, \"restore\": {} } }")]
    public async Task MalformedAssets_AreNamedByTheirProject(string text)
    {
        tree.Write("src/App/App.csproj", "<Project />");
        tree.Write("src/App/obj/project.assets.json", text);

        (await ScanAsync(new())).Scanners[0].Missing!.ShouldContain("cannot be read for src/App/App.csproj");
    }

    [Fact]
    public async Task EveryFrameworkOfAProject_IsLookedAt()
    {
        tree.Write("src/App/App.csproj", "<Project />");
        tree.Write("src/App/packages.lock.json", """{ "version": 1, "dependencies": { "net10.0": {}, "net9.0": { "Coffee.Core": { "type": "Direct", "resolved": "1.0.0" } } } }""");
        tree.Write("advisories/a.json", """{ "id": "GHSA-9", "modified": "2026-07-01T00:00:00Z", "affected": [ { "package": { "ecosystem": "NuGet", "name": "Coffee.Core" }, "versions": [ "1.0" ] } ] }""");

        (await ScanAsync(new() { Advisories = "advisories" })).Forbidden.ShouldHaveSingleItem().Rule.ShouldBe("GHSA-9");
    }

    private Task<ScanResult> ScanAsync(ScanPolicy policy, bool outdated = false)
    {
        policy = policy with { AdvisoriesMaximumAge = 36500 };
        return ScanTests.ScanAsync(policy, new DependencyScanner(tree.Path, policy, TimeProvider.System) { TellOutdated = outdated });
    }

    private void WriteProject(string version, params string[] sources)
    {
        tree.Write("src/App/App.csproj", "<Project><ItemGroup><PackageReference Include=\"Coffee.Core\" /></ItemGroup></Project>");
        tree.Write("src/App/obj/project.assets.json", JsonSerializer.Serialize(new
        {
            targets = new Dictionary<string, object> { ["net10.0"] = new Dictionary<string, object> { [$"Coffee.Core/{version}"] = new { type = "package", runtime = new { } } } },
            libraries = new Dictionary<string, object> { [$"Coffee.Core/{version}"] = new { path = $"coffee.core/{version}", sha512 = "eA==" } },
            packageFolders = new Dictionary<string, object> { [tree.Combine("store")] = new { } },
            project = new { restore = new { sources = sources.ToDictionary(source => source, _ => new { }) }, frameworks = new Dictionary<string, object> { ["net10.0"] = new { dependencies = new Dictionary<string, object> { ["Coffee.Core"] = new { } } } } },
        }));
    }
}
