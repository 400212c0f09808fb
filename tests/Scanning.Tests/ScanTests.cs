using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Scanning;
using Frostline.Scanning.Dependencies;
using Frostline.Scanning.Dockerfiles;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Policies;
using Frostline.Scanning.Reports;
using Frostline.Scanning.Secrets;
using Frostline.Scanning.Workflows;
using Scanning.Tests.Secrets;
using Testing;

namespace Scanning.Tests;

/// <summary>A tree is scanned: what is planted fails with place and remedy, and passes when it is mended.</summary>
public sealed class ScanTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder tree = new("scan");

    public void Dispose() => tree.Dispose();

    [Fact]
    public async Task PlantedSecret_FailsWithItsLine_IsNeverShownWhole_AndPassesWhenRemoved()
    {
        var secret = new Fakes(7).Base64(64);
        tree.Write("src/appsettings.json", $"{{\n  \"Storage\": \"AccountName=coffee;AccountKey={secret};\"\n}}\n");

        var failed = await ScanAsync(new SecretScanner(tree.Path, []));

        failed.Verdict.ShouldBe(ScanVerdict.Fail);
        var finding = failed.Forbidden.ShouldHaveSingleItem();
        finding.ToString().ShouldStartWith("src/appsettings.json:2: critical azure-storage-key: Azure storage account key (");
        finding.Remedy.ShouldStartWith("Revoke it");
        await ScanArtifacts.WriteAsync(failed, tree.Combine("out"), Token);
        foreach (var file in Directory.GetFiles(tree.Combine("out")))
            (await File.ReadAllTextAsync(file, Token)).ShouldNotContain(secret[..20]);

        Directory.Delete(tree.Combine("out"), recursive: true);
        tree.Write("src/appsettings.json", "{}\n");
        (await ScanAsync(new SecretScanner(tree.Path, []))).Verdict.ShouldBe(ScanVerdict.Pass);
    }

    [Fact]
    public async Task SecretThatWasCommittedAndRemoved_IsFoundInHistory_ByItsOldestCommit()
    {
        var runner = new ProcessRunner(TimeProvider.System);
        await GitAsync("init", "-q", "-b", "main");
        tree.Write("a.txt", "one\n");
        await CommitAsync("first");
        tree.Write("src/.env", $"# settings\nAPI_KEY={new Fakes(3).Alphanumeric(40)}\n");
        await CommitAsync("plant");
        var planted = (await GitAsync("rev-parse", "HEAD")).Trim();
        File.Delete(Path.Combine(tree.Path, "src/.env"));
        await CommitAsync("remove");

        var result = await ScanAsync(new SecretScanner(tree.Path, []), new HistoryScanner(runner, tree.Path, []));

        var finding = result.Forbidden.ShouldHaveSingleItem();
        (finding.Scanner, finding.Rule, finding.Place.Path, finding.Place.Line, finding.Place.Commit).ShouldBe(("history", "generic-secret", "src/.env", 2, planted));
        (await ScanAsync(new HistoryScanner(runner, tree.Path, []) { Since = planted })).Verdict.ShouldBe(ScanVerdict.Pass);

        await GitAsync("checkout", "-q", "--orphan", "rewritten");
        await CommitAsync("the same without it");
        await GitAsync("branch", "-q", "-D", "main");
        (await ScanAsync(new HistoryScanner(runner, tree.Path, []))).Verdict.ShouldBe(ScanVerdict.Pass);
    }

    [Fact]
    public async Task FolderWithoutGit_HasAnInconclusiveHistory() =>
        (await ScanAsync(new HistoryScanner(new ProcessRunner(TimeProvider.System), tree.Path, []))).Verdict.ShouldBe(ScanVerdict.Inconclusive);

    [Fact]
    public async Task RootDockerfile_FailsAtItsLine_AndPassesWithAUser()
    {
        tree.Write("Dockerfile", $"# syntax\nFROM aspnet:10.0-noble@sha256:{new string('a', 64)}\nCOPY out /app\nENTRYPOINT [\"dotnet\", \"/app/app.dll\"]\n");

        var failed = await ScanAsync(new DockerfileScanner(tree.Path, []));

        failed.Forbidden.ShouldHaveSingleItem().ToString().ShouldBe("Dockerfile:2: high root-user: The service runs as root. Add 'USER 1654', the user that .NET's images bring.");
        tree.Write("Dockerfile", $"FROM aspnet:10.0-noble@sha256:{new string('a', 64)}\nUSER 1654\nENTRYPOINT [\"dotnet\", \"/app/app.dll\"]\n");
        (await ScanAsync(new DockerfileScanner(tree.Path, []))).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task UnpinnedAction_FailsAtItsLine_AndPassesWithACommit()
    {
        const string workflow = "on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - uses: actions/setup-dotnet@";
        tree.Write(".github/workflows/ci.yml", $"{workflow}v5\n");

        var failed = await ScanAsync(new WorkflowScanner(tree.Path, []));

        failed.Forbidden.ShouldHaveSingleItem().ToString().ShouldStartWith(".github/workflows/ci.yml:8: high unpinned-action: actions/setup-dotnet@v5 may be other code tomorrow");
        tree.Write(".github/workflows/ci.yml", $"{workflow}{new string('1', 40)} # v5\n");
        (await ScanAsync(new WorkflowScanner(tree.Path, []))).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task VulnerablePackage_FailsWithTheWayItCame_AndPassesWithTheFixedVersion()
    {
        WriteProject("12.0.3");
        tree.Write("advisories/GHSA-5crp-9r3c-p9vr.json", Osv("13.0.1"));
        var policy = new ScanPolicy { Advisories = "advisories", AdvisoriesMaximumAge = 36500 };

        var failed = await ScanAsync(policy, Dependencies(policy));

        var finding = failed.Forbidden.ShouldHaveSingleItem();
        finding.ToString().ShouldStartWith("src/App/App.csproj:3: high GHSA-5crp-9r3c-p9vr: Newtonsoft.Json 12.0.3, which comes through Coffee.Core, is vulnerable: Deep nesting.");
        finding.Remedy.ShouldContain("Newtonsoft.Json 13.0.1 or newer");
        failed.Scanners[0].Data.ShouldContain("1 advisories of 2024-06-01");
        WriteProject("13.0.1");
        (await ScanAsync(policy, Dependencies(policy))).Verdict.ShouldBe(ScanVerdict.Pass);
    }

    [Fact]
    public async Task Dependencies_WithoutAdvisories_AreInconclusive_UnlessThePolicyLetsThem()
    {
        WriteProject("12.0.3");

        var result = await ScanAsync(Dependencies(new()));

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain("There are no advisories");
        var lenient = new ScanPolicy { MayBeInconclusive = new Dictionary<string, string> { ["dependencies"] = "No network." } };
        var allowed = await ScanAsync(lenient, Dependencies(lenient));
        (allowed.Verdict, allowed.Scanners[0].Verdict).ShouldBe((ScanVerdict.Pass, ScanVerdict.Inconclusive));
    }

    [Theory]
    [InlineData("{ \"id\": \"X\"", "1 advisories cannot be read (bad.json)")]
    [InlineData("{ \"id\": \"X\", \"modified\": \"2024-06-01T00:00:00Z\", \"affected\": [{ \"package\": { \"ecosystem\": \"NuGet\", \"name\": \"A\" }, \"ranges\": [{ \"type\": \"ECOSYSTEM\", \"events\": [{ \"introduced\": \"x.y\" }] }] }] }", "cannot be read (bad.json)")]
    public async Task MalformedAdvisory_IsNamed_AndNothingIsCalledClean(string osv, string missing)
    {
        WriteProject("13.0.1");
        tree.Write("advisories/bad.json", osv);
        tree.Write("advisories/good.json", Osv("13.0.1"));
        var policy = new ScanPolicy { Advisories = "advisories", AdvisoriesMaximumAge = 36500 };

        var result = await ScanAsync(policy, Dependencies(policy));

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain(missing);
    }

    [Fact]
    public async Task TruncatedSnapshot_IsInconclusiveWithARemedy()
    {
        WriteProject("12.0.3");
        tree.Write("all.zip", "PK\u0003\u0004 and no more");

        var result = await ScanAsync(Dependencies(new() { Advisories = "all.zip" }));

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldEndWith("Fetch the snapshot again.");
    }

    [Fact]
    public async Task ExpiredSuppression_IsAFinding_AndNoLongerCovers()
    {
        tree.Write("Dockerfile", "FROM scratch\nUSER root\n");
        var policy = ScanPolicy.Parse("{\n \"suppressions\": [\n  { \"rule\": \"root-user\", \"path\": \"Docker*\", \"reason\": \"moving\",\n    \"until\": \"2020-01-31\" }\n ]\n}", "infrastructure/scan.json");

        var result = await ScanAsync(policy, new DockerfileScanner(tree.Path, []));

        result.Forbidden.Select(finding => $"{finding.Place} {finding.Rule}").ShouldBe(["Dockerfile:2 root-user", "infrastructure/scan.json:4 suppression-expired"]);
    }

    [Fact]
    public async Task SuppressionAndBaseline_Accept_WithTheirReason()
    {
        tree.Write("Dockerfile", "FROM scratch\nUSER root\n");
        var covered = new ScanPolicy { Suppressions = [new("root-user", "Dockerfile", "It mounts disks.", new(2999, 1, 1))] };

        var result = await ScanAsync(covered, new DockerfileScanner(tree.Path, []));

        result.Verdict.ShouldBe(ScanVerdict.Pass);
        result.Findings.ShouldHaveSingleItem().Accepted.ShouldBe("It mounts disks. (until 2999-01-01)");

        await ScanArtifacts.AcceptAsync(await ScanAsync(new DockerfileScanner(tree.Path, [])), tree.Path, Token);
        var baseline = ScanPolicy.Read(tree.Path);
        tree.Write("Dockerfile", "# a line more\nFROM scratch\nUSER root\n");
        (await ScanAsync(baseline, new DockerfileScanner(tree.Path, []))).Findings.ShouldHaveSingleItem().Accepted.ShouldBe("in the baseline");
    }

    [Theory]
    [InlineData("{ \"failFrom\": { \"*\": \"loud\" } }")]
    [InlineData("{ \"sevrity\": 1 }")]
    [InlineData("{ \"suppressions\": [ { \"rule\": \"x\", \"path\": \"y\", \"reason\": \" \", \"until\": \"2030-01-01\" } ] }")]
    [InlineData("{")]
    public void MalformedPolicy_IsRefusedByName(string text) =>
        Should.Throw<DeliveryException>(() => ScanPolicy.Parse(text, "infrastructure/scan.json")).Message.ShouldStartWith("infrastructure/scan.json");

    [Fact]
    public async Task StrangeFiles_AreReadOrNamed_AndLinksAreNotFollowed()
    {
        var secret = $"AccountKey={new Fakes(9).Base64(64)}";
        File.WriteAllBytes(tree.Combine("utf16.txt"), [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes($"one\n{secret}\n")]);
        File.WriteAllBytes(tree.Combine("latin.txt"), [0xE9, 0x80, (byte)'\n', .. System.Text.Encoding.ASCII.GetBytes(secret)]);
        File.WriteAllBytes(tree.Combine("binary.dll"), [0, 1, 2, .. System.Text.Encoding.ASCII.GetBytes(secret)]);
        tree.Write("one-line.js", string.Concat(Enumerable.Repeat("var a=1;", 100_000)) + secret);
        Directory.CreateSymbolicLink(Path.Combine(tree.Path, "loop"), tree.Path);
        File.CreateSymbolicLink(Path.Combine(tree.Path, "dangling"), "/nowhere/at/all");
        tree.Write("keys/server.pfx", "x");

        var result = await ScanAsync(new SecretScanner(tree.Path, []));

        result.Findings.Select(finding => $"{finding.Place} {finding.Rule}").ShouldBe(
            ["latin.txt:2 azure-storage-key", "one-line.js:1 azure-storage-key", "utf16.txt:2 azure-storage-key", "keys/server.pfx:1 key-store"]);
        result.Scanners[0].Data.ShouldContain("1 binary files by name only");
    }

    internal static Task<ScanResult> ScanAsync(params IScanner[] scanners) => ScanAsync(new ScanPolicy(), scanners);

    internal static Task<ScanResult> ScanAsync(ScanPolicy policy, params IScanner[] scanners) =>
        new Scan(scanners, policy, TimeProvider.System).RunAsync(Token);

    private DependencyScanner Dependencies(ScanPolicy policy) => new(tree.Path, policy, TimeProvider.System);

    private void WriteProject(string version)
    {
        tree.Write("src/App/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n    <PackageReference Include=\"Coffee.Core\" Version=\"1.0.0\" />\n  </ItemGroup>\n</Project>\n");
        tree.Write("src/App/packages.lock.json", JsonSerializer.Serialize(new
        {
            version = 1,
            dependencies = new Dictionary<string, object>
            {
                ["net10.0"] = new Dictionary<string, object>
                {
                    ["Coffee.Core"] = new { type = "Direct", resolved = "1.0.0", contentHash = new Fakes(1).Base64(64), dependencies = new Dictionary<string, string> { ["Newtonsoft.Json"] = version } },
                    ["Newtonsoft.Json"] = new { type = "Transitive", resolved = version, contentHash = new Fakes(2).Base64(64) },
                },
            },
        }));
    }

    private static string Osv(string mended) =>
        $$"""
        { "id": "GHSA-5crp-9r3c-p9vr", "modified": "2024-06-01T00:00:00Z", "summary": "Deep nesting", "aliases": ["CVE-2024-21907"], "database_specific": { "severity": "HIGH" },
          "affected": [{ "package": { "ecosystem": "NuGet", "name": "newtonsoft.json" }, "ranges": [{ "type": "ECOSYSTEM", "events": [{ "introduced": "0" }, { "fixed": "{{mended}}" }] }] }] }
        """;

    private async Task CommitAsync(string message)
    {
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false", "commit", "-q", "-m", message);
    }

    private async Task<string> GitAsync(params string[] arguments) =>
        (await new ProcessRunner(TimeProvider.System).RunAsync(new Command("git", arguments) { WorkingDirectory = tree.Path }, Token)).StandardOutput;
}
