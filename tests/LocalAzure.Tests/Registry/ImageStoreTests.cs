using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using LocalAzure.Registry;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace LocalAzure.Tests.Registry;

public sealed class ImageStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RunningRegistry _registry = null!;
    private RegistryRequests _requests = null!;

    private IImageStore Images => _registry.Services.GetRequiredService<IImageStore>();

    public async ValueTask InitializeAsync()
    {
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"));
        _requests = new RegistryRequests(_registry);
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Unpack_ByTagOrDigestWhateverTheHost_GivesRootAndConfiguration()
    {
        var pushed = await _requests.PushImageAsync("coffee/api", "1", Tar.Of(Tar.File("app/App.dll", "app")), Gzip(Tar.Of(Tar.File("app/b", "b"))));

        foreach (var reference in new[] { $"{_registry.Address}/coffee/api:1", $"registry.example/coffee/api@{pushed.Digest}", $"coffee/api:other@{pushed.Digest}" })
        {
            var image = await Images.UnpackAsync(reference, CancellationToken.None);

            image.Digest.ShouldBe(pushed.Digest);
            File.ReadAllText(Path.Combine(image.Root, "app", "App.dll")).ShouldBe("app");
            File.ReadAllText(Path.Combine(image.Root, "app", "b")).ShouldBe("b");
            image.Configuration.Entrypoint.ShouldBe(["dotnet", "App.dll"]);
            image.Configuration.Environment["B"].ShouldBe("x=y");
            image.Configuration.WorkingDirectory.ShouldBe("/app");
            image.Configuration.User.ShouldBe("1654");
        }
    }

    [Fact]
    public async Task Prune_DeletesUnpackedImagesNobodyKeeps_WhichCanBeUnpackedAgain()
    {
        var moved = await _requests.PushImageAsync("a", "1", Tar.Of(Tar.File("app/x", "moved")));
        var images = new List<UnpackedImage> { await Images.UnpackAsync("a:1", CancellationToken.None) };
        await _requests.PushImageAsync("a", "1", Tar.Of(Tar.File("app/x", "tagged")));
        images.Add(await Images.UnpackAsync("a:1", CancellationToken.None));
        await _requests.PushImageAsync("b", "1", Tar.Of(Tar.File("app/x", "unwanted")));
        images.Add(await Images.UnpackAsync("b:1", CancellationToken.None));

        await Images.PruneAsync(["a:1", "gone:1"], [moved.Digest], CancellationToken.None);

        images.Select(image => Directory.Exists(image.Root)).ShouldBe([true, true, false]);
        (await Images.UnpackAsync("b:1", CancellationToken.None)).Root.ShouldBe(images[2].Root);
        File.ReadAllText(Path.Combine(images[2].Root, "app", "x")).ShouldBe("unwanted");
    }

    [Fact]
    public async Task Unpack_ByManyAtOnce_UnpacksOnceAndLeavesNothingBeside()
    {
        await _requests.PushImageAsync("a", "1", Tar.Of([.. Enumerable.Range(0, 200).Select(n => Tar.File($"app/{n}", "x"))]));

        var images = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Images.UnpackAsync("a:1", CancellationToken.None))));

        images.Select(image => image.Root).Distinct().Count().ShouldBe(1);
        Directory.EnumerateFiles(images[0].Root, "*", SearchOption.AllDirectories).Count().ShouldBe(200);
        Directory.EnumerateDirectories(Path.Combine(_folder.Path, "state", "images")).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Unpack_WhenOneCallerGivesUp_StillServesTheOther()
    {
        await _requests.PushImageAsync("a", "1", Tar.Of([.. Enumerable.Range(0, 500).Select(n => Tar.File($"app/{n}", "x"))]));
        using var impatient = new CancellationTokenSource();

        var first = Images.UnpackAsync("a:1", impatient.Token);
        var second = Images.UnpackAsync("a:1", CancellationToken.None);
        await impatient.CancelAsync();

        Directory.Exists((await second).Root).ShouldBeTrue();
        try
        {
            await first;
        }
        catch (OperationCanceledException)
        {
            // It gave up in time.
        }
    }

    [Fact]
    public async Task Unpack_OfAnIndex_TakesThisMachinesPlatform()
    {
        var other = await _requests.PushImageAsync("a", "other", Tar.Of(Tar.File("other", "")));
        var own = await _requests.PushImageAsync("a", "own", Tar.Of(Tar.File("own", "")));
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        await PutIndexAsync("multi", (other, "s390x"), (own, architecture));

        var image = await Images.UnpackAsync("a:multi", CancellationToken.None);

        image.Digest.ShouldBe(own.Digest);
        File.Exists(Path.Combine(image.Root, "own")).ShouldBeTrue();
    }

    [Fact]
    public async Task Unpack_OfAnIndexWithoutThisPlatform_SaysWhichIsMissing()
    {
        var other = await _requests.PushImageAsync("a", "other", Tar.Of(Tar.File("other", "")));
        await PutIndexAsync("multi", (other, "s390x"));

        var error = await Should.ThrowAsync<ImageNotFoundException>(() => Images.UnpackAsync("a:multi", CancellationToken.None));

        error.Message.ShouldContain("the index lists nothing for linux/");
    }

    [Fact]
    public async Task Unpack_OfALayerInZstd_SaysWhatToPushInstead()
    {
        await _requests.PushImageAsync("a", "1", [0x28, 0xB5, 0x2F, 0xFD, 0, 0, 0, 0]);

        var error = await Should.ThrowAsync<ImageNotFoundException>(() => Images.UnpackAsync("a:1", CancellationToken.None));

        error.Message.ShouldEndWith("is compressed with zstd, which is not read here. Push it with gzip.");
    }

    [Fact]
    public async Task Unpack_OfADamagedOrHostileLayer_LeavesNothing()
    {
        await _requests.PushImageAsync("a", "cut", Gzip(Tar.Of(Tar.File("app/a", new string('x', 5000))))[..60]);
        await _requests.PushImageAsync("a", "evil", Tar.Of(Tar.File("../../stolen", "")));

        await Should.ThrowAsync<ImageNotFoundException>(() => Images.UnpackAsync("a:cut", CancellationToken.None));
        await Should.ThrowAsync<ImageNotFoundException>(() => Images.UnpackAsync("a:evil", CancellationToken.None));

        Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "state", "images")).ShouldBeEmpty();
        Directory.EnumerateFiles(_folder.Path, "stolen", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unpack_OfWhatIsNotThere_SaysWhat()
    {
        var error = await Should.ThrowAsync<ImageNotFoundException>(() => Images.UnpackAsync("127.0.0.1:5000/none:1", CancellationToken.None));

        error.Message.ShouldBe("Image '127.0.0.1:5000/none:1' cannot be pulled: The repository has no such manifest. (none, 1)");
    }

    [Fact]
    public async Task Exists_OnlyWhileManifestAndEveryBlobAreThere()
    {
        var layer = Tar.Of(Tar.File("a", "1"));
        await _requests.PushImageAsync("a", "1", layer);

        (await Images.ExistsAsync("a:1", CancellationToken.None)).ShouldBeTrue();
        (await Images.ExistsAsync("a:2", CancellationToken.None)).ShouldBeFalse();
        (await Images.ExistsAsync("Not A Name", CancellationToken.None)).ShouldBeFalse();
        await _requests.StatusAsync(HttpMethod.Delete, $"/v2/a/blobs/{Digest.OfContent(Digest.Sha256, layer)}");
        (await Images.ExistsAsync("a:1", CancellationToken.None)).ShouldBeFalse();
    }

    private async Task PutIndexAsync(string tag, params ((string Digest, byte[] Content) Image, string Architecture)[] images)
    {
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ImageManifest.OciIndex,
            ["manifests"] = new JsonArray([.. images.Select(entry =>
            {
                var descriptor = RegistryRequests.Describe(ImageManifest.OciManifest, entry.Image.Digest, entry.Image.Content.Length);
                descriptor["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = entry.Architecture };
                return descriptor;
            })]),
        };
        (await _requests.PutManifestAsync("a", tag, Encoding.UTF8.GetBytes(index.ToJsonString()), ImageManifest.OciIndex)).Dispose();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest)) gzip.Write(content);
        return result.ToArray();
    }
}
