using System.Text.Json.Nodes;
using Frostline.Images;
using Testing;

namespace Contract.Tests.Registry;

/// <summary>Debian's skopeo and the registry: images go in and come out as they are.</summary>
public sealed class SkopeoTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RunningRegistry _registry = null!;
    private string _skopeo = "";
    private string _credentials = "";

    public async ValueTask InitializeAsync()
    {
        _skopeo = await DebianTools.DemandAsync("skopeo", "skopeo", "1.9");
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"));
        _credentials = _folder.Combine("auth.json");
        var login = await RunningProgram.RunAsync(
            _skopeo, ["login", "--tls-verify=false", "--authfile", _credentials, "--username", RunningRegistry.User, "--password-stdin", _registry.Address],
            _registry.Password, TimeSpan.FromMinutes(2));
        login.ExitCode.ShouldBe(0, login.Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null) await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Copy_OfOurLayoutThereAndBack_KeepsTheDigest()
    {
        var image = await SampleImage.BuildAsync(_folder);

        await SkopeoAsync("copy", "--dest-tls-verify=false", "--dest-authfile", _credentials, $"oci:{image.Folder}", $"docker://{_registry.Address}/coffeetracker/api:1.0");
        await SkopeoAsync("copy", "--src-tls-verify=false", "--src-authfile", _credentials, $"docker://{_registry.Address}/coffeetracker/api@{image.Digest}", $"oci:{_folder.Combine("back")}:1.0");

        var back = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "back", "index.json")))!;
        back["manifests"]![0]!["digest"]!.GetValue<string>().ShouldBe(image.Digest);
        foreach (var blob in image.Layers.Append(image.Configuration))
        {
            var file = Path.Combine("blobs", blob.Digest.Replace(':', '/'));
            File.ReadAllBytes(Path.Combine(_folder.Path, "back", file)).ShouldBe(File.ReadAllBytes(Path.Combine(image.Folder, file)));
        }
    }

    [Fact]
    public async Task Copy_OfDockersFormat_IsReadByOurClient()
    {
        var image = await SampleImage.BuildAsync(_folder);

        await SkopeoAsync("copy", "--format=v2s2", "--dest-tls-verify=false", "--dest-authfile", _credentials, $"oci:{image.Folder}", $"docker://{_registry.Address}/coffeetracker/docker:1.0");

        using var client = Client();
        var manifest = (await client.GetManifestAsync("coffeetracker/docker", "1.0", CancellationToken.None))!;
        manifest.MediaType.ShouldBe(MediaTypes.DockerManifest);
    }

    [Fact]
    public async Task Inspect_OfWhatOurClientPushed_ShowsItsLabelsAndTags()
    {
        var image = await SampleImage.BuildAsync(_folder);
        using var client = Client();
        await client.PushAsync(image, "coffeetracker/api", "2.0", null, CancellationToken.None);

        var seen = JsonNode.Parse(await SkopeoAsync("inspect", "--tls-verify=false", "--authfile", _credentials, $"docker://{_registry.Address}/coffeetracker/api:2.0"))!;

        seen["Digest"]!.GetValue<string>().ShouldBe(image.Digest);
        seen["RepoTags"]!.ToJsonString().ShouldBe("""["2.0"]""");
        seen["Labels"]!["org.opencontainers.image.version"]!.GetValue<string>().ShouldBe("1.0");
        seen["Architecture"]!.GetValue<string>().ShouldBe("amd64");
    }

    [Fact]
    public async Task Copy_WithoutOrWithAWrongPassword_IsUnauthorized()
    {
        var image = await SampleImage.BuildAsync(_folder);
        var nobody = _folder.Write("nobody.json", "{}");

        var anonymous = await RunAsync("copy", "--dest-tls-verify=false", "--dest-authfile", nobody, $"oci:{image.Folder}", $"docker://{_registry.Address}/a:1");
        var wrong = await RunningProgram.RunAsync(
            _skopeo, ["login", "--tls-verify=false", "--authfile", nobody, "--username", RunningRegistry.User, "--password-stdin", _registry.Address],
            "wrong", TimeSpan.FromMinutes(2));

        anonymous.ExitCode.ShouldNotBe(0);
        anonymous.Output.ShouldContain("unauthorized", customMessage: anonymous.Output);
        wrong.ExitCode.ShouldNotBe(0);
        wrong.Output.ShouldContain("invalid username/password");
    }

    private RegistryClient Client() => new(_registry.Address, new RegistryCredentials(RunningRegistry.User, new RegistryPassword(_registry.Password)));

    private async Task<string> SkopeoAsync(params string[] arguments)
    {
        var answer = await RunAsync(arguments);
        answer.ExitCode.ShouldBe(0, answer.Output);
        return answer.Output;
    }

    private Task<RunningProgram> RunAsync(params string[] arguments) =>
        RunningProgram.RunAsync(_skopeo, ["--insecure-policy", .. arguments], null, TimeSpan.FromMinutes(2));
}
