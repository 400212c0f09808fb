using System.Formats.Tar;
using System.Text.RegularExpressions;
using Frostline.Images;
using Testing;

namespace Contract.Tests.Registry;

/// <summary>Debian's Docker engine and the registry.</summary>
public sealed partial class DockerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PrivateDocker _docker = null!;
    private RunningRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _docker = await PrivateDocker.StartAsync();
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_docker is not null) await _docker.DisposeAsync();
        if (_registry is not null) await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Push_ThenPullByDigest_GivesTheSameImage()
    {
        await LoginAsync();
        var image = $"{_registry.Address}/team/imported:1.0";
        var id = (await _docker.DockerAsync("import", WriteRootFileSystem(), image)).Trim();

        var pushed = await _docker.DockerAsync("push", image);
        var digest = DigestPattern().Match(pushed).Groups[1].Value;
        await _docker.DockerAsync("rmi", image);
        var pulled = await _docker.DockerAsync("pull", $"{_registry.Address}/team/imported@{digest}");

        pulled.ShouldContain($"Digest: {digest}");
        (await _docker.DockerAsync("inspect", "--format", "{{.Id}}", $"{_registry.Address}/team/imported@{digest}")).Trim().ShouldBe(id);

        var second = $"{_registry.Address}/team/imported:2.0";
        await _docker.DockerAsync("tag", id, second);
        (await _docker.DockerAsync("push", second)).ShouldContain("Layer already exists");
    }

    [Fact]
    public async Task Pull_OfWhatOurClientPushed_HasItsConfiguration()
    {
        await LoginAsync();
        var image = await SampleImage.BuildAsync(_folder);
        using var client = Client();
        var pushed = await client.PushAsync(image, "coffeetracker/api", "1.0", null, CancellationToken.None);

        await _docker.DockerAsync("pull", pushed.Reference);

        (await _docker.DockerAsync("inspect", "--format", "{{.Id}} {{json .Config.Entrypoint}} {{.Config.User}} {{.Config.WorkingDir}} {{len .RootFS.Layers}}", pushed.Reference)).Trim()
            .ShouldBe($"{image.ConfigDigest} [\"dotnet\",\"App.dll\"] 1654 /app 2");
    }

    [Fact]
    public async Task Save_TakenOutOfTheEngineAndPushedByOurClient_IsTheImageThatWasBuilt()
    {
        await LoginAsync();
        _folder.Write("context/app", "not really a program");
        _folder.Write("context/Dockerfile", "FROM scratch\nCOPY app /app\nUSER 1654\nHEALTHCHECK CMD [\"/app\", \"--health\"]\nENTRYPOINT [\"/app\"]\n");
        await _docker.DockerAsync("build", "--tag", "built:1", Path.Combine(_folder.Path, "context"));
        var id = (await _docker.DockerAsync("inspect", "--format", "{{.Id}}", "built:1")).Trim();
        await _docker.DockerAsync("save", "--output", _folder.Combine("built.tar"), "built:1");

        var image = await DockerArchive.ImportAsync(_folder.Combine("built.tar"), _folder.Combine("images", "built"), CancellationToken.None);
        using var client = Client();
        var pushed = await client.PushAsync(image, "coffeetracker/built", "1", null, CancellationToken.None);
        await _docker.DockerAsync("rmi", "built:1");
        await _docker.DockerAsync("pull", pushed.Reference);

        image.ConfigDigest.ShouldBe(id);
        (await _docker.DockerAsync("inspect", "--format", "{{.Id}} {{.Config.User}} {{json .Config.Healthcheck.Test}}", pushed.Reference)).Trim()
            .ShouldBe($"{id} 1654 [\"CMD\",\"/app\",\"--health\"]");
    }

    [Fact]
    public async Task Run_OfAnImageOnABaseThatDockerPushed_StartsTheApp()
    {
        await LoginAsync();
        MachineRuntime.Write(_folder.Combine("runtime.tar"));
        var name = $"{_registry.Address}/dotnet/runtime:10.0";
        await _docker.DockerAsync("import", _folder.Combine("runtime.tar"), name);
        var digest = DigestPattern().Match(await _docker.DockerAsync("push", name)).Groups[1].Value;
        var bases = await new BaseImages(_folder.Combine("bases"), (_, _) => Task.FromResult(Client())).PullAsync($"{name}@{digest}", ["amd64"], CancellationToken.None);
        var request = new ImageRequest
        {
            Repository = "contract/replica", Folder = Path.Combine(Checkout.Root, "artifacts", "bin", "Replica", "release"), EntryAssembly = "Replica.dll",
            Created = DateTimeOffset.UnixEpoch, Bases = bases,
        };
        var image = await ImageBuilder.BuildAsync(request, _folder.Combine("images", "replica"), CancellationToken.None);
        using var client = Client();
        var pushed = await client.PushAsync(image, "contract/replica", "1", null, CancellationToken.None);

        await _docker.DockerAsync("pull", pushed.Reference);
        var run = await _docker.RunAsync(null, "run", "--rm", "--network=none", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--env=EXIT_AT_START=7", "--env=DOTNET_EnableDiagnostics=0", pushed.Reference);

        if (run.Output.Contains("cgroup", StringComparison.Ordinal))
            Assert.Skip($"This engine cannot run containers here: {run.Output.Trim()}");
        run.Output.Trim().ShouldBe("told to exit at start");
        run.ExitCode.ShouldBe(7);
    }

    [Fact]
    public async Task Login_WithAWrongPasswordOrPushWithoutOne_IsRefused()
    {
        var wrong = await _docker.RunAsync("wrong", "login", "--username", RunningRegistry.User, "--password-stdin", _registry.Address);
        await _docker.DockerAsync("import", WriteRootFileSystem(), $"{_registry.Address}/team/imported:1.0");
        var anonymous = await _docker.RunAsync(null, "push", $"{_registry.Address}/team/imported:1.0");

        wrong.ExitCode.ShouldNotBe(0);
        wrong.Output.ShouldContain("401 Unauthorized");
        anonymous.ExitCode.ShouldNotBe(0);
        anonymous.Output.ShouldContain("no basic auth credentials");
    }

    private RegistryClient Client() => new(_registry.Address, new RegistryCredentials(RunningRegistry.User, new RegistryPassword(_registry.Password)));

    private async Task LoginAsync()
    {
        var login = await _docker.RunAsync(_registry.Password, "login", "--username", RunningRegistry.User, "--password-stdin", _registry.Address);
        login.Output.ShouldContain("Login Succeeded");
    }

    /// <summary>A root file system of one large and one small file, as <c>docker import</c> takes it.</summary>
    private string WriteRootFileSystem()
    {
        var noise = new byte[6_000_000];
        new Random(11).NextBytes(noise);
        var path = _folder.Combine("root.tar");
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Ustar);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "large") { DataStream = new MemoryStream(noise) });
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "etc/motd") { DataStream = new MemoryStream("hello"u8.ToArray()) });
        return path;
    }

    [GeneratedRegex("digest: (sha256:[0-9a-f]{64})")]
    private static partial Regex DigestPattern();
}
