using System.Text.Json.Nodes;
using Frostline.Images;
using Testing;

namespace Images.Tests.Bases;

public sealed class BaseImagesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RunningRegistry _registry = null!;
    private RegistryClient _client = null!;
    private int _connections;

    public async ValueTask InitializeAsync()
    {
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"));
        _client = Connect();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pull_OfAnIndex_BringsEachPlatformWithLayersAnOciManifestMayName()
    {
        var digest = await PushedBase.PushAsync(_client, "10.0", "amd64", "arm64");

        var bases = await Bases().PullAsync(Reference($":10.0@{digest}"), ["amd64", "arm64"], CancellationToken.None);

        bases.Select(image => image.Architecture).ShouldBe(["amd64", "arm64"]);
        bases.SelectMany(image => image.Layers).ShouldAllBe(layer => layer.MediaType == MediaTypes.Layer);
        bases.ShouldAllBe(image => image.Reference.StartsWith(Reference(":10.0@sha256:")) && !image.Reference.EndsWith(digest));
        File.ReadAllText(Path.Combine(bases[1].Blobs!, bases[1].Layers[0].Digest.Split(':')[1])).ShouldBe("the runtime for arm64");
    }

    [Fact]
    public async Task Pull_OfWhatIsKept_NeedsNoRegistry()
    {
        var reference = Reference($"@{await PushedBase.PushAsync(_client, "10.0", "amd64")}");
        var first = await Bases().PullAsync(reference, ["amd64"], CancellationToken.None);
        var connections = _connections;

        var again = await Bases().PullAsync(reference, ["amd64"], CancellationToken.None);

        again.Single().Layers.ShouldBe(first.Single().Layers);
        _connections.ShouldBe(connections);
    }

    [Fact]
    public async Task Pull_ByATag_IsRefusedAndTellsWhatToWrite()
    {
        var digest = await PushedBase.PushAsync(_client, "10.0", "amd64");

        var error = await Should.ThrowAsync<ImageException>(() => Bases().PullAsync(Reference(":10.0"), ["amd64"], CancellationToken.None));

        error.Message.ShouldBe($"{Reference(":10.0")}: is not pinned, so that the same commit could give another image tomorrow. Today it is {Reference(":10.0")}@{digest}: write that.");
    }

    [Fact]
    public async Task Pull_ForAPlatformTheIndexLacks_NamesThoseItHas()
    {
        var digest = await PushedBase.PushAsync(_client, "10.0", "amd64");

        var error = await Should.ThrowAsync<ImageException>(() => Bases().PullAsync(Reference($"@{digest}"), ["amd64", "arm64"], CancellationToken.None));

        error.Message.ShouldBe($"{Reference("")}@{digest}: has no image for linux/arm64, only for amd64. Leave that platform out, or name another base.");
    }

    [Fact]
    public async Task Pull_OfAManifestForAnotherPlatform_IsRefused()
    {
        var arm = await PushedBase.PushPlatformAsync(_client, "arm64");

        var error = await Should.ThrowAsync<ImageException>(() => Bases().PullAsync(Reference($"@{arm.Digest}"), ["amd64"], CancellationToken.None));

        error.Message.ShouldEndWith(": is for arm64, not for amd64. Name an index that has that platform.");
    }

    [Theory]
    [InlineData("aspnet", "'aspnet' is not a base image. Give registry/repository:tag@sha256:<digest>.")]
    [InlineData("a.example/UPPER@sha256:1", "'a.example/UPPER@sha256:1' is not a base image (")]
    public async Task Pull_OfWhatIsNoReference_SaysHowOneLooks(string reference, string message) =>
        (await Should.ThrowAsync<ImageException>(() => Bases().PullAsync(reference, ["amd64"], CancellationToken.None))).Message.ShouldStartWith(message);

    [Fact]
    public async Task Build_OnABaseForTwoPlatforms_IsOneIndexThatIsPushedWhole()
    {
        var digest = await PushedBase.PushAsync(_client, "10.0", "amd64", "arm64");
        var bases = await Bases().PullAsync(Reference($":10.0@{digest}"), ["arm64", "amd64"], CancellationToken.None);
        var request = PublishedApp.Request(PublishedApp.Write(_folder, "published")) with { Bases = bases };

        var image = await ImageBuilder.BuildAsync(request, _folder.Combine("images", "api"), CancellationToken.None);
        var again = await ImageBuilder.BuildAsync(request with { Bases = [.. bases.Reverse()] }, _folder.Combine("images", "again"), CancellationToken.None);
        var pushed = await _client.PushAsync(image, "coffeetracker/api", "1", null, CancellationToken.None);

        image.IsIndex.ShouldBeTrue();
        again.Digest.ShouldBe(image.Digest);
        image.Platforms.Select(platform => platform.Architecture).ShouldBe(["amd64", "arm64"]);
        image.Platforms[0].Layers.TakeLast(2).ShouldBe(image.Platforms[1].Layers.TakeLast(2));
        pushed.Digest.ShouldBe(image.Digest);
        var index = JsonNode.Parse((await _client.GetManifestAsync("coffeetracker/api", "1", CancellationToken.None))!.Content.Span)!;
        index["manifests"]!.AsArray().Select(entry => entry!["platform"]!.ToJsonString()).ShouldBe(["""{"architecture":"amd64","os":"linux"}""", """{"architecture":"arm64","os":"linux"}"""]);
        foreach (var platform in image.Platforms) (await _client.ResolveAsync("coffeetracker/api", platform.Manifest.Digest, CancellationToken.None)).ShouldNotBeNull();
        var labels = JsonNode.Parse(File.ReadAllBytes(image.BlobFile(image.Platforms[1].Configuration.Digest)))!["config"]!["Labels"]!;
        labels["org.opencontainers.image.base.name"]!.GetValue<string>().ShouldBe(Reference(":10.0"));
        labels["org.opencontainers.image.base.digest"]!.GetValue<string>().ShouldBe(bases[0].Reference.Split('@')[1]);
    }

    private BaseImages Bases() => new(Path.Combine(_folder.Path, "kept"), (address, _) =>
    {
        address.ShouldBe(_registry.Address);
        _connections++;
        return Task.FromResult(Connect());
    });

    private RegistryClient Connect() => new(_registry.Address, new RegistryCredentials(RunningRegistry.User, new RegistryPassword(_registry.Password)));

    private string Reference(string rest) => $"{_registry.Address}/{PushedBase.Repository}{rest}";
}
