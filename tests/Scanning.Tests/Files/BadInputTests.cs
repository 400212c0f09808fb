using System.Text;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Scanning;
using Frostline.Scanning.Dockerfiles;
using Frostline.Scanning.Files;
using Frostline.Scanning.Policies;
using Frostline.Scanning.Secrets;
using Frostline.Scanning.Workflows;
using Scanning.Tests.Secrets;
using Testing;

namespace Scanning.Tests.Files;

/// <summary>Whatever lies in a tree, a scan ends, names what it could not read, and finds the rest.</summary>
public sealed class BadInputTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder tree = new("bad");

    public void Dispose() => tree.Dispose();

    [Fact]
    public async Task Pipe_IsNotReadForEver()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes in folders.");
        foreach (var name in new[] { "pipe", "Dockerfile", "App.csproj", "global.json" })
            await new ProcessRunner(TimeProvider.System).RunAsync(new Command("mkfifo", tree.Combine(name)), Token);
        tree.Write("a.json", $"AccountKey={new Fakes(9).Base64(64)}");

        var result = await ScanTests.ScanAsync(new SecretScanner(tree.Path, []), new DockerfileScanner(tree.Path, []));

        result.Forbidden.ShouldHaveSingleItem().Place.Path.ShouldBe("a.json");
        result.Scanners[0].Data.ShouldStartWith("1 files");
    }

    [Fact]
    public async Task UnreadableFile_IsNamed_AndTheOthersAreRead()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Whoever runs this may read everything.");
        tree.Write("a.json", $"AccountKey={new Fakes(9).Base64(64)}");
        Close(tree.Write("closed.txt", "x"));
        Close(tree.Write("Dockerfile", "FROM x"));

        var result = await ScanTests.ScanAsync(new SecretScanner(tree.Path, []), new DockerfileScanner(tree.Path, []));

        result.Forbidden.ShouldHaveSingleItem().Place.Path.ShouldBe("a.json");
        result.Scanners[0].Missing!.ShouldContain("closed.txt");
        result.Scanners[1].Missing!.ShouldContain("Dockerfile");
    }

    [Fact]
    public async Task LockedFile_IsNamed_AndTheOthersAreRead()
    {
        tree.Write("a.json", $"AccountKey={new Fakes(9).Base64(64)}");
        await using var held = new FileStream(tree.Combine("held.txt"), FileMode.Create, FileAccess.Write, FileShare.None);
        await held.WriteAsync("x"u8.ToArray(), Token);
        await held.FlushAsync(Token);

        var result = await ScanTests.ScanAsync(new SecretScanner(tree.Path, []));

        result.Forbidden.ShouldHaveSingleItem().Place.Path.ShouldBe("a.json");
        result.Scanners[0].Missing.ShouldBe("1 could not be read: held.txt. Give the right to read them, or exclude them.");
    }

    [Fact]
    public async Task HugeFile_IsReadPieceByPiece()
    {
        var secret = $"AccountKey={new Fakes(9).Base64(64)}";
        var line = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("var coffee = brew(); ", 400)) + "\n");
        await using (var file = File.Create(tree.Combine("huge.js")))
        {
            for (var written = 0; written < 24 << 20; written += line.Length)
                await file.WriteAsync(line, Token);
            await file.WriteAsync(Encoding.ASCII.GetBytes(secret), Token);
        }

        var longest = 0;
        TextFile.Read(tree.Combine("huge.js"), piece => longest = Math.Max(longest, piece.Text.Length), Token);
        var result = await ScanTests.ScanAsync(new SecretScanner(tree.Path, []));

        result.Forbidden.ShouldHaveSingleItem().Rule.ShouldBe("azure-storage-key");
        longest.ShouldBeInRange(1, 1 << 18);
    }

    [Fact]
    public async Task HugeDockerfile_IsSaidNotToBeRead()
    {
        tree.Write("Dockerfile", $"FROM scratch\nUSER root\n#{new string('x', 3 << 20)}");

        var result = await ScanTests.ScanAsync(new DockerfileScanner(tree.Path, []));

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing.ShouldBe("Cannot be read: Dockerfile (is too long). Mend or exclude them.");
    }

    [Theory]
    [InlineData("{{{{{", true)]
    [InlineData("on: [push\njobs:", true)]
    [InlineData("jobs: 'never closed", true)]
    [InlineData("a: &a [*a]\njobs: *a", false)]
    [InlineData("jobs: *nobody", false)]
    [InlineData("jobs: [1, 2]\non: { push: { push: 5 } }", false)]
    public async Task MalformedWorkflow_IsNamed_AndNeverBreaksTheScan(string text, bool named)
    {
        tree.Write(".github/workflows/bad.yml", text);
        tree.Write(".github/workflows/good.yml", "on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: x\n");

        var result = await ScanTests.ScanAsync(new WorkflowScanner(tree.Path, []));

        result.Forbidden.ShouldHaveSingleItem().Place.Path.ShouldBe(".github/workflows/good.yml");
        (result.Scanners[0].Missing?.Contains(".github/workflows/bad.yml", StringComparison.Ordinal) == true).ShouldBe(named);
    }

    [Fact]
    public async Task DeepAndManifoldYaml_EndsSoon()
    {
        tree.Write("compose.yml", string.Concat(Enumerable.Repeat("[", 100_000)));
        tree.Write("deploy/compose.yml", "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 60).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n")) + "services:\n  api: { privileged: true, volumes: *a60 }\n");

        var result = await ScanTests.ScanAsync(new DockerfileScanner(tree.Path, []));

        result.Forbidden.ShouldContain(finding => finding.Rule == "privileged");
        result.Scanners[0].Missing!.ShouldContain("compose.yml");
    }

    [Fact]
    public async Task MangledFiles_NeverBreakTheScan()
    {
        const string workflow = "on:\n  pull_request_target:\nenv: { A: \"${{ secrets.B }}\" }\njobs:\n  a:\n    if: |\n      ${{ x }}\n    container: { image: x, credentials: { password: y } }\n    steps:\n      - uses: actions/checkout@v5\n        with: { ref: head }\n      - run: |\n          echo ${{ github.head_ref }}\n";
        const string compose = "x: &x { privileged: true }\nservices:\n  api:\n    <<: *x\n    image: a:1\n    ports: [\"1:5432\", { target: 80 }]\n    volumes: [/etc:/x, { source: / }]\n    environment: [A_TOKEN=1]\n    security_opt: [a:unconfined]\n";
        const string docker = "ARG B=x:1\nFROM ${B} AS b\nRUN <<E\nx\nE\nADD http://x /\nEXPOSE 80\nWORKDIR a\nUSER x\nCMD y\n";
        var random = new Random(20261121);
        for (var round = 0; round < 60; round++)
        {
            tree.Write(".github/workflows/a.yml", Mangle(workflow, random));
            tree.Write("compose.yml", Mangle(compose, random));
            tree.Write("Dockerfile", Mangle(docker, random));
            var result = await ScanTests.ScanAsync(new WorkflowScanner(tree.Path, []), new DockerfileScanner(tree.Path, []));
            result.Scanners.Count.ShouldBe(3);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{ \"a\": 5 }")]
    public void MalformedBaseline_IsRefusedByName(string text)
    {
        tree.Write("infrastructure/scan-baseline.json", text);

        Should.Throw<DeliveryException>(() => ScanPolicy.Read(tree.Path)).Message.ShouldStartWith("infrastructure/scan-baseline.json:1: is no baseline.");
    }

    [Fact]
    public void PolicyThatPinsAToolNobodyKnows_IsRefusedByName() =>
        Should.Throw<DeliveryException>(() => ScanPolicy.Parse("{ \"tools\": { \"snyk\": \"1\" } }", "infrastructure/scan.json")).Message
            .ShouldBe("infrastructure/scan.json: tools.snyk: is no tool that is known. Give gitleaks, trivy, codeql, zap.");

    private static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
    }

    private static string Mangle(string text, Random random)
    {
        var mangled = new StringBuilder(text);
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(mangled.Length);
            if (random.Next(2) == 0)
                mangled.Remove(at, Math.Min(random.Next(1, 12), mangled.Length - at));
            else
                mangled.Insert(at, "{}[]:&*!|>'\"%@\t\n -#$,?\0\uFFFD"[random.Next(24)]);
        }

        return mangled.ToString();
    }
}
