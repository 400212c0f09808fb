using Frostline.Delivery.Processes;
using Frostline.Scanning;
using Frostline.Scanning.Dockerfiles;
using Frostline.Scanning.External;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Policies;
using Testing;

namespace Scanning.Tests.External;

/// <summary>Small programs stand in for the tools: they hold the driver to account, and say nothing of what a real tool would find.</summary>
public sealed class ExternalToolTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder folder = new("tools");

    private string Root => folder.Combine("tree", "x")[..^2];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gitleaks")]
    [InlineData("trivy")]
    [InlineData("codeql")]
    [InlineData("zap")]
    public async Task ToolThatIsNotThere_IsSaidToBe_AndIsMissedOnlyWhenThePolicyPinsIt(string name)
    {
        var loose = await ScanAsync(name, new());
        (loose.Verdict, loose.Scanners[0].Verdict, loose.Scanners[0].Missing).ShouldBe((ScanVerdict.Pass, ScanVerdict.Inconclusive, $"{name} is not installed."));

        var pinned = await ScanAsync(name, new() { Tools = new Dictionary<string, string> { [name] = "1.2.3" } });
        pinned.Verdict.ShouldBe(ScanVerdict.Inconclusive);
    }

    [Fact]
    public async Task GitleaksReports_OfFilesAndHistory_AreBothRead()
    {
        Directory.CreateDirectory(Path.Combine(Root, ".git"));
        Install("gitleaks", "8.21.0", Sarif("$6", "generic-api-key", "src/$1.cs", 3));

        var result = await ScanAsync("gitleaks", new());

        result.Scanners[0].Data.ShouldBe("gitleaks 8.21.0");
        result.Findings.Select(finding => finding.Place.ToString()).ShouldBe(["src/dir.cs:3", "src/git.cs:3"]);
    }

    [Theory]
    [InlineData("8.21.1", ScanVerdict.Inconclusive)]
    [InlineData("8.21.0", ScanVerdict.Pass)]
    [InlineData("8.21", ScanVerdict.Pass)]
    public async Task Version_IsPinnedByThePolicy(string pinned, ScanVerdict verdict)
    {
        Install("gitleaks", "8.21.0", "echo '{\"version\":\"2.1.0\",\"runs\":[]}' > \"$6\"");

        var result = await ScanAsync("gitleaks", new() { Tools = new Dictionary<string, string> { ["gitleaks"] = pinned } });

        result.Verdict.ShouldBe(verdict);
    }

    [Fact]
    public async Task Trivy_SaysNothingWithoutItsDatabase()
    {
        Write("trivy", $"if [ $1 = version ]; then echo '{{\"Version\":\"0.58.1\"}}'; else {Sarif("$5", "CVE-2024-21907", "src/packages.lock.json", 1)}; fi");

        var result = await ScanAsync("trivy", new());

        result.Scanners[0].Missing.ShouldBe("trivy has no vulnerability database: fetch it with trivy image --download-db-only.");
        result.Findings.ShouldHaveSingleItem().Rule.ShouldBe("CVE-2024-21907");
    }

    [Fact]
    public async Task CodeQl_MakesItsDatabaseFirst_AndFindsRulesInItsPacks()
    {
        folder.Write("tree/App.csproj", "<Project />");
        Write("codeql", """
            case "$1 $2" in
            "version "*) echo 2.19.3;;
            "database create") mkdir "$3";;
            "database analyze") [ -d "$3" ] || exit 2; cat > "${6#--output=}" <<'END'
            { "runs": [ { "tool": { "driver": { "name": "CodeQL" }, "extensions": [ { "name": "codeql/csharp-queries", "rules": [ { "id": "cs/sql-injection", "defaultConfiguration": { "level": "error" }, "properties": { "security-severity": "8.8", "tags": [ "security", "external/cwe/cwe-089" ] } } ] } ] },
              "results": [ { "ruleId": "cs/sql-injection", "message": { "text": "Query from input." }, "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "src/Db.cs", "uriBaseId": "%SRCROOT%" }, "region": { "startLine": 12 } } } ] } ] } ] }
            END
            ;;
            esac
            """);

        var finding = (await ScanAsync("codeql", new())).Findings.ShouldHaveSingleItem();

        (finding.Rule, finding.Severity, finding.Place.ToString(), string.Join(' ', finding.References)).ShouldBe(("cs/sql-injection", Severity.High, "src/Db.cs:12", "CWE-89"));
    }

    [Fact]
    public async Task CodeQl_WithoutProjects_HasNothingToDo()
    {
        Install("codeql", "2.19.3", "exit 9");

        (await ScanAsync("codeql", new())).Scanners[0].Data.ShouldBe("codeql 2.19.3: no C# project");
    }

    [Fact]
    public async Task Zap_IsGivenAPlanThatListensAndDoesNotAttack()
    {
        Write("zap.sh", $"if [ $2 = -version ]; then echo 'Found Java version 17.0.9'; echo 2.15.0; else cp \"$3\" '{Root}/plan.yaml'; {Sarif("$(dirname \"$3\")/zap.sarif", "10038-1", "https://app.invalid/", 1)}; fi");

        var result = await ScanAsync("zap", new(), new Uri("https://app.invalid/"));

        result.Scanners[0].Data.ShouldBe("zap 2.15.0");
        result.Findings.ShouldHaveSingleItem().Place.Path.ShouldBe("https://app.invalid/");
        var plan = await File.ReadAllTextAsync(Path.Combine(Root, "plan.yaml"), Token);
        plan.ShouldContain("urls: [\"https://app.invalid/\"]");
        plan.ShouldContain("type: passiveScan-wait");
        plan.ShouldNotContain("activeScan");
    }

    [Theory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("true", "wrote no SARIF")]
    [InlineData("echo '{ \"runs\": 5 }' > \"$6\"", "is no SARIF 2.1.0")]
    public async Task ToolThatFails_IsInconclusive_AndHidesNothingOfOthers(string does, string told)
    {
        Install("gitleaks", "8.21.0", does);
        folder.Write("tree/Dockerfile", "FROM scratch\nUSER root\n");

        var result = await ScanTests.ScanAsync(Tool("gitleaks", new()), new DockerfileScanner(Root, []));

        result.Scanners[0].Missing!.ShouldContain(told);
        result.Forbidden.ShouldHaveSingleItem().Rule.ShouldBe("root-user");
    }

    [Fact]
    public void Duplicates_AreTheSameMistake_NotOnlyTheSameLine()
    {
        var known = new Duplicates(
        [
            new("dependencies", "GHSA-1", Severity.High, new("App.csproj", 3), "", "") { References = ["CVE-2024-1"] },
            new("secrets", "azure-storage-key", Severity.High, new("a.json", 2), "", ""),
            new("containers", "root-user", Severity.High, new("Dockerfile", 1), "", ""),
            new("web", "no-content-security-policy", Severity.Medium, new("https://app.invalid/menu"), "", ""),
        ]);

        known.Hold(Other("trivy", "CVE-2024-1", "packages.lock.json", 40)).ShouldBeTrue();
        known.Hold(Other("gitleaks", "generic-api-key", "a.json", 2)).ShouldBeTrue();
        known.Hold(Other("trivy", "DS-0002", "Dockerfile", 9)).ShouldBeTrue();
        known.Hold(Other("zap", "10038-1", "https://app.invalid/", 1)).ShouldBeTrue();

        known.Hold(Other("trivy", "CVE-2024-2", "App.csproj", 3)).ShouldBeFalse();
        known.Hold(Other("gitleaks", "generic-api-key", "a.json", 3)).ShouldBeFalse();
        known.Hold(Other("trivy", "DS-0026", "Dockerfile", 1)).ShouldBeFalse();
        known.Hold(Other("zap", "10038", "https://other.invalid/", 1)).ShouldBeFalse();
    }

    private static Finding Other(string tool, string rule, string path, int line) => new(tool, rule, Severity.Medium, new(path, line), "", "");

    private Task<ScanResult> ScanAsync(string name, ScanPolicy policy, params Uri[] addresses) => ScanTests.ScanAsync(policy, Tool(name, policy, addresses));

    private ExternalTool Tool(string name, ScanPolicy policy, params Uri[] addresses) =>
        new(new ProcessRunner(TimeProvider.System), Root, KnownTool.All.Single(tool => tool.Name == name), policy) { Folder = folder.Path, Addresses = addresses };

    private void Install(string name, string version, string does) => Write(name, $"if [ $1 = version ]; then echo {version}; else {does}; fi");

    private void Write(string name, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-ins are shell scripts.");
        Script.Write(folder.Combine(name), script);
    }

    /// <summary>Shell that writes a report of one finding.</summary>
    private static string Sarif(string report, string rule, string path, int line) =>
        $$$"""echo "{ \"runs\": [ { \"tool\": { \"driver\": {} }, \"results\": [ { \"ruleId\": \"{{{rule}}}\", \"level\": \"error\", \"message\": { \"text\": \"It is.\" }, \"locations\": [ { \"physicalLocation\": { \"artifactLocation\": { \"uri\": \"{{{path}}}\" }, \"region\": { \"startLine\": {{{line}}} } } } ] } ] } ] }" > {{{(report[0] == '$' && report[1] != '(' ? $"\"{report}\"" : report)}}}""";
}
