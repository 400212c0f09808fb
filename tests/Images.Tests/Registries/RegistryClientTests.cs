using System.Collections.Concurrent;
using System.Text;
using Frostline.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Testing;

namespace Images.Tests.Registries;

/// <summary>The client against the real registry, with a network that can be told to misbehave.</summary>
public sealed class RegistryClientTests : IAsyncLifetime
{
    private static readonly RegistryOptions Impatient = new() { RetryFor = TimeSpan.FromMinutes(1), FirstPause = TimeSpan.FromMilliseconds(1), ChunkSize = 64 * 1024 };
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private Func<HttpContext, Task<bool>> _misbehave = _ => Task.FromResult(false);
    private RunningRegistry _registry = null!;
    private RegistryClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"), app => app.Use(async (http, next) =>
        {
            _requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
            if (!await _misbehave(http)) await next(http);
        }));
        _client = Client(_registry.Password);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Push_ThenResolve_FindsTheDigestByTagAndTheReferenceByDigest()
    {
        var image = await PublishedApp.BuildAsync(_folder);

        var pushed = await _client.PushAsync(image, "coffeetracker/api", "1.2.3", null, CancellationToken.None);

        pushed.Reference.ShouldBe($"{_registry.Address}/coffeetracker/api@{image.Digest}");
        pushed.UploadedBytes.ShouldBe(image.Layers.Sum(layer => layer.Size) + image.Configuration.Size);
        pushed.SkippedBlobs.ShouldBe(0);
        (await _client.ResolveAsync("coffeetracker/api", "1.2.3", CancellationToken.None)).ShouldBe(image.Digest);
        (await _client.ResolveAsync("coffeetracker/api", "nope", CancellationToken.None)).ShouldBeNull();
        (await _client.GetManifestAsync("coffeetracker/api", "1.2.3", CancellationToken.None))!.Content.ToArray()
            .ShouldBe(File.ReadAllBytes(image.BlobFile(image.Digest)));
    }

    [Fact]
    public async Task Resolve_RefusedWithAnEndlessText_GivesUpReading()
    {
        _misbehave = async http =>
        {
            http.Response.StatusCode = 403;
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.WriteAsync(new string('[', 1 << 16), http.RequestAborted);
            return true;
        };

        var refused = await Should.ThrowAsync<RegistryException>(
            () => _client.GetManifestAsync("coffeetracker/api", "1", CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1)));

        refused.Message.ShouldEndWith("was answered with 403 Forbidden Give the account the right to this repository.");
    }

    [Fact]
    public async Task Push_OfWhatIsThere_SendsNoBlob()
    {
        var image = await PublishedApp.BuildAsync(_folder);
        await _client.PushAsync(image, "coffeetracker/api", "1", null, CancellationToken.None);
        _requests.Clear();

        var again = await _client.PushAsync(image, "coffeetracker/api", "2", null, CancellationToken.None);

        again.UploadedBytes.ShouldBe(0);
        again.SkippedBlobs.ShouldBe(3);
        _requests.ShouldBe([$"HEAD /v2/coffeetracker/api/manifests/{image.Digest}", "PUT /v2/coffeetracker/api/manifests/2"]);
    }

    [Fact]
    public async Task Push_AfterAnEdit_SendsTheAppsLayerOnly()
    {
        var image = await PublishedApp.BuildAsync(_folder);
        await _client.PushAsync(image, "coffeetracker/api", null, null, CancellationToken.None);
        File.WriteAllText(Path.Combine(_folder.Path, "published", "Coffee.dll"), "edited");
        var edited = await ImageBuilder.BuildAsync(PublishedApp.Request(Path.Combine(_folder.Path, "published")), image.Folder, CancellationToken.None);
        var progress = new Seen();

        var pushed = await _client.PushAsync(edited, "coffeetracker/api", null, progress, CancellationToken.None);

        pushed.UploadedBytes.ShouldBe(edited.Layers[1].Size + edited.Configuration.Size);
        progress.Outcomes[edited.Layers[0].Digest].ShouldBe(BlobOutcome.Exists);
        progress.Outcomes[edited.Layers[1].Digest].ShouldBe(BlobOutcome.Uploaded);
    }

    [Fact]
    public async Task Push_WhenTheConnectionBreaksInTheMiddle_GoesOnFromWhereItWas()
    {
        var image = await BuildLargeAsync();
        var breaks = 0;
        _misbehave = async http =>
        {
            if (http.Request.Method != "PATCH" || !http.Request.Headers.ContentRange.ToString().StartsWith("131072-", StringComparison.Ordinal)) return false;
            if (Interlocked.Increment(ref breaks) > 1) return false;
            await http.Request.Body.ReadExactlyAsync(new byte[1000]);
            http.Abort();
            return true;
        };

        var pushed = await _client.PushAsync(image, "coffeetracker/api", "large", null, CancellationToken.None);

        pushed.UploadedBytes.ShouldBe(image.Layers.Sum(layer => layer.Size) + image.Configuration.Size);
        breaks.ShouldBe(2);
        _requests.Count(line => line.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(2);
        _requests.Count(line => line.StartsWith("GET /v2/coffeetracker/api/blobs/uploads/", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Push_WhenTheRegistryIsOverloadedForAMoment_Succeeds(int status)
    {
        var image = await PublishedApp.BuildAsync(_folder);
        var failures = new ConcurrentDictionary<string, bool>();
        _misbehave = http =>
        {
            var first = failures.TryAdd($"{http.Request.Method} {http.Request.Path}", true);
            if (first) http.Response.StatusCode = status;
            return Task.FromResult(first);
        };

        await _client.PushAsync(image, "coffeetracker/api", "1", null, CancellationToken.None);

        (await _client.ResolveAsync("coffeetracker/api", "1", CancellationToken.None)).ShouldBe(image.Digest);
    }

    [Fact]
    public async Task Push_WhenTheRegistryStaysDown_GivesUpAndKeepsTheStatus()
    {
        _misbehave = http =>
        {
            http.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        using var client = new RegistryClient(_registry.Address, null, Impatient with { RetryFor = TimeSpan.FromMilliseconds(50) });
        var image = await PublishedApp.BuildAsync(_folder);

        var error = await Should.ThrowAsync<RegistryException>(() => client.PushAsync(image, "coffeetracker/api", "1", null, CancellationToken.None));

        error.Status.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
        error.Repository.ShouldBe("coffeetracker/api");
    }

    [Fact]
    public async Task Push_WhenTheRegistryTakesBytesButNamesAnotherDigest_IsRefused()
    {
        var image = await PublishedApp.BuildAsync(_folder);
        var lie = $"sha256:{new string('0', 64)}";
        _misbehave = async http =>
        {
            if (http.Request.Method != "PUT" || !http.Request.Path.Value!.Contains("/manifests/", StringComparison.Ordinal)) return false;
            http.Response.StatusCode = 201;
            http.Response.Headers["Docker-Content-Digest"] = lie;
            await http.Response.CompleteAsync();
            return true;
        };

        var error = await Should.ThrowAsync<RegistryException>(() => _client.PushAsync(image, "coffeetracker/api", "1", null, CancellationToken.None));

        error.Message.ShouldBe($"coffeetracker/api: asked for {image.Digest}, the registry answered with {lie}. Do not trust this registry or the network before it.");
    }

    [Fact]
    public async Task ReadBlob_WhoseContentWasChangedOnTheWay_IsRefused()
    {
        var image = await PublishedApp.BuildAsync(_folder);
        await _client.PushAsync(image, "coffeetracker/api", null, null, CancellationToken.None);
        _misbehave = async http =>
        {
            if (http.Request.Method != "GET") return false;
            await http.Response.WriteAsync("something else");
            return true;
        };

        var error = await Should.ThrowAsync<RegistryException>(() => _client.ReadBlobAsync("coffeetracker/api", image.Layers[0], Stream.Null, CancellationToken.None));

        error.Message.ShouldContain($"asked for {image.Layers[0].Digest}, the registry answered with sha256:");
    }

    [Fact]
    public async Task ReadBlob_GivesTheBytesThatWerePushed()
    {
        var image = await BuildLargeAsync();
        await _client.PushAsync(image, "coffeetracker/api", null, null, CancellationToken.None);
        using var read = new MemoryStream();

        await _client.ReadBlobAsync("coffeetracker/api", image.Layers[0], read, CancellationToken.None);

        read.ToArray().ShouldBe(File.ReadAllBytes(image.BlobFile(image.Layers[0].Digest)));
    }

    [Fact]
    public async Task Push_OfAnImageOnABase_MountsTheBasesLayersFromItsRepository()
    {
        var below = await PublishedApp.BuildAsync(_folder, "base");
        await _client.PushAsync(below, "dotnet/aspnet", "10.0", null, CancellationToken.None);
        var request = PublishedApp.Request(PublishedApp.Write(_folder, "app")) with
        {
            Bases = [new BaseImage($"{_registry.Address}/dotnet/aspnet@{below.Digest}", below.Layers, File.ReadAllBytes(below.BlobFile(below.ConfigDigest)))],
            Created = PublishedApp.Commit.AddDays(1),
        };
        var image = await ImageBuilder.BuildAsync(request, _folder.Combine("images", "app"), CancellationToken.None);
        var progress = new Seen();

        await _client.PushAsync(image, "coffeetracker/api", "1", progress, CancellationToken.None);

        below.Layers.ShouldAllBe(layer => progress.Outcomes[layer.Digest] == BlobOutcome.Mounted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Push_WithoutTheRightPassword_IsRefusedOnceAndSaysWhatToDo(string? password)
    {
        using var client = Client(password);
        var image = await PublishedApp.BuildAsync(_folder);

        var error = await Should.ThrowAsync<RegistryException>(() => client.PushAsync(image, "coffeetracker/api", "1", null, CancellationToken.None));

        error.Status.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        error.Message.ShouldEndWith("Give credentials this registry knows.");
        error.ToString().ShouldNotContain("wrong\"");
    }

    [Fact]
    public async Task PushArtifact_ThenPull_GivesTheSameDocument()
    {
        var ledger = new Artifact("application/vnd.frostline.ledger.v1", "application/json", Encoding.UTF8.GetBytes("""{"entries":[]}"""));

        var digest = await _client.PushArtifactAsync("coffeetracker/ledger", "staging", ledger, CancellationToken.None);

        var pulled = (await _client.PullArtifactAsync("coffeetracker/ledger", "staging", CancellationToken.None))!;
        pulled.ArtifactType.ShouldBe(ledger.ArtifactType);
        pulled.MediaType.ShouldBe("application/json");
        Encoding.UTF8.GetString(pulled.Content.Span).ShouldBe("""{"entries":[]}""");
        (await _client.PullArtifactAsync("coffeetracker/ledger", digest, CancellationToken.None)).ShouldNotBeNull();
        (await _client.PullArtifactAsync("coffeetracker/ledger", "production", CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("../etc")]
    [InlineData("Upper/Case")]
    [InlineData("a//b")]
    [InlineData("a/b?x")]
    public async Task Resolve_OfANameThatIsNoRepository_SendsNothing(string repository)
    {
        await Should.ThrowAsync<RegistryException>(() => _client.ResolveAsync(repository, "1", CancellationToken.None));

        _requests.ShouldBeEmpty();
    }

    private RegistryClient Client(string? password) =>
        new(_registry.Address, password is null ? null : new RegistryCredentials(RunningRegistry.User, new RegistryPassword(password)), Impatient);

    /// <summary>An app layer that compression cannot make smaller than several chunks.</summary>
    private Task<BuiltImage> BuildLargeAsync()
    {
        var noise = new byte[300_000];
        new Random(7).NextBytes(noise);
        File.WriteAllBytes(_folder.Combine("large", "Large.dll"), noise);
        var request = PublishedApp.Request(Path.Combine(_folder.Path, "large")) with { EntryAssembly = "Large.dll" };
        return ImageBuilder.BuildAsync(request, _folder.Combine("images", "large"), CancellationToken.None);
    }

    private sealed class Seen : IProgress<PushProgress>
    {
        public ConcurrentDictionary<string, BlobOutcome> Outcomes { get; } = new();

        public void Report(PushProgress value) => Outcomes[value.Blob.Digest] = value.Outcome;
    }
}
