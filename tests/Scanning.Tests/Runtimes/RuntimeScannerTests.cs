using Frostline.Scanning;
using Frostline.Scanning.Policies;
using Frostline.Scanning.Runtimes;
using Scanning.Tests.Containers;
using Testing;

namespace Scanning.Tests.Runtimes;

/// <summary>Versions of .NET in sources and images against a copy of release metadata, on a day of its own.</summary>
public sealed class RuntimeScannerTests : IDisposable
{
    private static readonly ScanPolicy Policy = new() { Releases = "releases" };

    private readonly TemporaryFolder tree = new("runtimes");

    public void Dispose() => tree.Dispose();

    [Fact]
    public async Task BaseThatLacksPatches_FailsWithWhatTheyMend_AndPassesWithTheNewest()
    {
        WriteReleases();
        tree.Write("src/Api/Dockerfile", "# base\nFROM registry.invalid/dotnet/aspnet:10.0.8-noble-chiseled\n");

        var finding = (await ScanAsync(Policy)).Forbidden.ShouldHaveSingleItem();

        finding.ToString().ShouldBe("src/Api/Dockerfile:2: high runtime-vulnerable: The base dotnet/aspnet:10.0.8 gets .NET 10.0.8; 10.0.10 mends 2 vulnerabilities that it has. Build with the newest patch, and pack anew.");
        finding.References.ShouldBe(["CVE-2026-1", "CVE-2026-2", "OWASP A06:2021"]);
        tree.Write("src/Api/Dockerfile", "# base\nFROM registry.invalid/dotnet/aspnet:10.0.10-noble-chiseled\n");
        (await ScanAsync(Policy)).Verdict.ShouldBe(ScanVerdict.Pass);
    }

    [Theory]
    [InlineData("usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.9/System.Private.CoreLib.dll", "usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.9", "x")]
    [InlineData("app/api.runtimeconfig.json", "app/api.runtimeconfig.json", "{ \"runtimeOptions\": { \"includedFrameworks\": [ { \"name\": \"Microsoft.NETCore.App\", \"version\": \"10.0.9\" } ] } }")]
    public async Task RuntimeThatLiesInAnImage_IsReadFromItsFiles(string path, string place, string text)
    {
        WriteReleases();
        File.WriteAllBytes(tree.Combine("image.tar"), SavedImage.Docker("1654", SavedImage.Tar((path, text))));

        var finding = (await ScanAsync(Policy, tree.Combine("image.tar"))).Forbidden.ShouldHaveSingleItem();

        finding.Place.Path.ShouldBe($"coffee/api:1/{place}");
        finding.Fact.ShouldBe("The image coffee/api:1 gets .NET 10.0.9; 10.0.10 mends 1 vulnerabilities that it has.");
    }

    [Theory]
    [InlineData("disable", "medium runtime-vulnerable")]
    [InlineData("latestFeature", "info runtime-vulnerable")]
    public async Task Sdk_MattersLess_AndLeastWhenANewerOneIsTaken(string rollForward, string told)
    {
        WriteReleases();
        tree.Write("global.json", $"{{\n  \"sdk\": {{\n    \"version\": \"10.0.108\",\n    \"rollForward\": \"{rollForward}\"\n  }}\n}}\n");

        (await ScanAsync(Policy)).Findings.ShouldHaveSingleItem().ToString().ShouldStartWith($"global.json:3: {told}: The SDK gets .NET 10.0.108; SDK 10.0.302 with 10.0.10 mends 2");
    }

    [Fact]
    public async Task ChannelThatNobodyMends_Fails()
    {
        WriteReleases();
        tree.Write("Dockerfile", "FROM registry.invalid/dotnet/runtime:7.0.20\n");

        (await ScanAsync(Policy)).Forbidden.ShouldHaveSingleItem().ToString().ShouldBe("Dockerfile:1: high runtime-out-of-support: The base dotnet/runtime:7.0.20 gets .NET 7.0, which nobody mends since 2024-05-14. Move to a channel that is supported.");
    }

    [Fact]
    public async Task NewerReleaseThatMendsNothing_IsOnlyTold()
    {
        WriteReleases();
        tree.Write("Dockerfile", "FROM registry.invalid/dotnet/runtime:9.0.1\n");

        var result = await ScanAsync(Policy);

        result.Verdict.ShouldBe(ScanVerdict.Pass);
        result.Findings.ShouldHaveSingleItem().Rule.ShouldBe("runtime-outdated");
    }

    [Theory]
    [InlineData("10.0.8", null, "names no release metadata")]
    [InlineData("10.0.8", "nowhere", "there is no release metadata")]
    [InlineData("8.0.1", "releases", "does not know .NET 8.0")]
    [InlineData("10.0.11", "releases", "does not know .NET 10.0.11")]
    public async Task WhatIsNotKnown_IsInconclusive(string version, string? releases, string told)
    {
        WriteReleases();
        tree.Write("Dockerfile", $"FROM registry.invalid/dotnet/aspnet:{version}\n");

        var result = await ScanAsync(new() { Releases = releases });

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain(told);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{ \"channel-version\": \"10.0\" }")]
    [InlineData("{ \"channel-version\": \"10.0\", \"releases\": [ { \"runtime\": { \"version\": null } } ] }")]
    [InlineData("{ \"channel-version\": \"10.0\", \"eol-date\": \"soon\", \"releases\": [ { \"release-date\": \"2026-07-14\", \"runtime\": { \"version\": \"10.0.10\" } } ] }")]
    public async Task MalformedMetadata_IsNamed(string text)
    {
        WriteReleases();
        tree.Write("releases/8.0/releases.json", text);
        tree.Write("Dockerfile", "FROM registry.invalid/dotnet/aspnet:10.0.10\n");

        var result = await ScanAsync(Policy);

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain("releases/8.0/releases.json");
    }

    [Fact]
    public async Task OldMetadata_CallsNothingPatched()
    {
        WriteReleases();
        tree.Write("Dockerfile", "FROM registry.invalid/dotnet/aspnet:10.0.10\n");

        (await ScanAsync(Policy with { ReleasesMaximumAge = 5 })).Scanners[0].Missing!.ShouldContain("more than 5 days old");
    }

    [Fact]
    public async Task BaseByDigestAlone_SaysNothing_UntilItsImageIsThere()
    {
        WriteReleases();
        tree.Write("Dockerfile", $"ARG BASE=registry.invalid/dotnet/aspnet:10.0@sha256:{new string('a', 64)}\nFROM ${{BASE}}\n");

        (await ScanAsync(Policy)).Scanners[0].Missing.ShouldBe("What the bases of Dockerfile bring is not in their names: pack the images, or name them under images.");
        File.WriteAllBytes(tree.Combine("image.tar"), SavedImage.Docker("1654", SavedImage.Tar(("usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.10/x.dll", "x"))));
        (await ScanAsync(Policy, tree.Combine("image.tar"))).Verdict.ShouldBe(ScanVerdict.Pass);
    }

    [Fact]
    public async Task TreeWithoutDotnet_NeedsNoMetadata() => (await ScanAsync(new())).Verdict.ShouldBe(ScanVerdict.Pass);

    private Task<ScanResult> ScanAsync(ScanPolicy policy, params string[] images)
    {
        var day = new FixedTime(new(2026, 7, 24, 0, 0, 0, TimeSpan.Zero));
        return ScanTests.ScanAsync(policy, new RuntimeScanner(tree.Path, policy, images, day));
    }

    /// <summary>The shape of the real files, with three channels and a few releases.</summary>
    private void WriteReleases()
    {
        tree.Write("releases/10.0/releases.json", """
            { "channel-version": "10.0", "latest-runtime": "10.0.10", "support-phase": "active", "eol-date": "2028-11-14", "releases": [
              { "release-date": "2026-07-14", "release-version": "10.0.10", "security": true, "cve-list": [ { "cve-id": "CVE-2026-2", "cve-url": "x" } ], "runtime": { "version": "10.0.10" }, "sdk": { "version": "10.0.302" }, "sdks": [ { "version": "10.0.302" }, { "version": "10.0.110" } ] },
              { "release-date": "2026-06-09", "release-version": "10.0.9", "security": true, "cve-list": [ { "cve-id": "CVE-2026-1", "cve-url": "x" } ], "runtime": { "version": "10.0.9" }, "sdk": { "version": "10.0.109" } },
              { "release-date": "2026-05-12", "release-version": "10.0.8", "security": false, "cve-list": null, "runtime": { "version": "10.0.8" }, "sdk": { "version": "10.0.108" } },
              { "release-date": "2025-10-14", "release-version": "10.0.0-rc.2", "runtime": null, "sdk": { "version": "10.0.100-rc.2" } } ] }
            """);
        tree.Write("releases/9.0.json", """{ "channel-version": "9.0", "eol-date": "2026-11-10", "releases": [ { "release-date": "2026-07-01", "cve-list": [], "runtime": { "version": "9.0.2" } }, { "release-date": "2026-06-01", "runtime": { "version": "9.0.1" } } ] }""");
        tree.Write("releases/7.0.json", """{ "channel-version": "7.0", "eol-date": "2024-05-14", "releases": [ { "release-date": "2024-05-14", "runtime": { "version": "7.0.20" } } ] }""");
        tree.Write("releases/releases-index.json", """{ "releases-index": [] }""");
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
