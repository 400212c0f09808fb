using System.Collections.Concurrent;
using System.Text;
using Frostline.Images;
using Frostline.Images.Registries;
using Images.Tests.Signing;
using Microsoft.AspNetCore.Builder;
using Testing;

namespace Images.Tests.Registries;

/// <summary>Copies between two real registries, and within one.</summary>
public sealed class ImageCopyTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> downloads = new();
    private RunningRegistry staging = null!;
    private RunningRegistry production = null!;
    private RegistryClient from = null!;
    private RegistryClient to = null!;

    public async ValueTask InitializeAsync()
    {
        staging = await RunningRegistry.StartAsync(folder.Combine("staging"), app => app.Use((http, next) =>
        {
            if (http.Request.Method == "GET" && http.Request.Path.Value!.Contains("/blobs/sha256", StringComparison.Ordinal))
                downloads.Enqueue(http.Request.Path);
            return next(http);
        }));
        production = await RunningRegistry.StartAsync(folder.Combine("production"));
        from = new RegistryClient(staging.Address, new(RunningRegistry.User, new(staging.Password)));
        to = new RegistryClient(production.Address, new(RunningRegistry.User, new(production.Password)));
    }

    public async ValueTask DisposeAsync()
    {
        from.Dispose();
        to.Dispose();
        await staging.DisposeAsync();
        await production.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Copy_ToAnotherRegistry_IsTheSameBytesUnderTheSameDigest()
    {
        var image = await PushedAsync();

        var sent = await Copy(to).RunAsync("coffee/api", "shop/api", image.Digest, CancellationToken.None);

        sent.ShouldBe(image.Layers.Sum(layer => layer.Size) + image.Configuration.Size);
        (await to.GetManifestAsync("shop/api", image.Digest, CancellationToken.None))!.Content.ToArray().ShouldBe(File.ReadAllBytes(image.BlobFile(image.Digest)));
        using var layer = new MemoryStream();
        await to.ReadBlobAsync("shop/api", image.Layers[0], layer, CancellationToken.None);
        layer.Length.ShouldBe(image.Layers[0].Size);
        Directory.EnumerateFiles(folder.Combine("way")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Copy_OfWhatIsThereAlready_SendsNothing()
    {
        var image = await PushedAsync();
        await Copy(to).RunAsync("coffee/api", "coffee/api", image.Digest, CancellationToken.None);
        downloads.Clear();

        (await Copy(to).RunAsync("coffee/api", "coffee/api", image.Digest, CancellationToken.None)).ShouldBe(0);

        downloads.ShouldBeEmpty();
    }

    [Fact]
    public async Task Copy_WithinOneRegistry_FetchesNothing()
    {
        var image = await PushedAsync();

        (await Copy(from).RunAsync("coffee/api", "coffee/elsewhere", image.Digest, CancellationToken.None)).ShouldBe(0);

        downloads.ShouldBeEmpty();
        (await from.ResolveAsync("coffee/elsewhere", image.Digest, CancellationToken.None)).ShouldBe(image.Digest);
    }

    [Fact]
    public async Task Copy_OfAnIndex_TakesEveryManifestAlong()
    {
        var image = await PushedAsync();
        var content = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Index}}","manifests":[{"mediaType":"{{MediaTypes.Manifest}}","digest":"{{image.Digest}}","size":{{image.Manifest.Size}}}]}""");
        var index = Descriptor.Of(MediaTypes.Index, content);
        await from.PutManifestAsync("coffee/api", index.Digest, index, content, CancellationToken.None);

        await Copy(to).RunAsync("coffee/api", "coffee/api", index.Digest, CancellationToken.None);

        (await to.GetManifestAsync("coffee/api", index.Digest, CancellationToken.None))!.MediaType.ShouldBe(MediaTypes.Index);
        (await to.ResolveAsync("coffee/api", image.Digest, CancellationToken.None)).ShouldBe(image.Digest);
    }

    [Fact]
    public async Task Copy_TakesDocumentsAndSignaturesAlong_AlsoThoseThatCameLater()
    {
        var image = await PushedAsync();
        await Copy(to).RunAsync("coffee/api", "shop/api", image.Digest, CancellationToken.None);
        await from.AttachAsync("coffee/api", new Artifact("application/vnd.example", "application/json", "{}"u8.ToArray()) { Subject = image.Manifest }, CancellationToken.None);
        using var key = SigningKey.FromPem(Keys.NewPem(), null);
        await new ImageSignatures(from).SignAsync("coffee/api", image.Manifest, key, CancellationToken.None);

        await Copy(to).RunAsync("coffee/api", "shop/api", image.Digest, CancellationToken.None);

        (await to.ReferrersAsync("shop/api", image.Digest, CancellationToken.None)).ShouldContain(referrer => referrer.ArtifactType == "application/vnd.example");
        using var verification = key.Verification;
        await new ImageSignatures(to).VerifyAsync("shop/api", image.Digest, verification, CancellationToken.None);
    }

    [Fact]
    public async Task Copy_TakesAnImageAlongThatIsAboutIt()
    {
        var image = await PushedAsync();
        var subject = new ImageSubject(image.Manifest, "application/vnd.example", new Dictionary<string, string> { ["of"] = "tests" });
        var request = PublishedApp.Request(PublishedApp.Write(folder, "tests")) with { Subject = subject };
        var about = await ImageBuilder.BuildAsync(request, folder.Combine("images", "tests"), CancellationToken.None);
        await from.AttachAsync(about, subject, "coffee/api", CancellationToken.None);

        await Copy(to).RunAsync("coffee/api", "shop/api", image.Digest, CancellationToken.None);

        var found = (await to.ReferrersAsync("shop/api", image.Digest, CancellationToken.None)).ShouldHaveSingleItem();
        (found.Manifest.Digest, found.ArtifactType, found.Annotations["of"]).ShouldBe((about.Digest, "application/vnd.example", "tests"));
        using var layer = new MemoryStream();
        await to.ReadBlobAsync("shop/api", about.Layers[0], layer, CancellationToken.None);
        layer.Length.ShouldBe(about.Layers[0].Size);
    }

    [Fact]
    public async Task Copy_OfAnImageThatIsNotThere_SaysWhereItIsMissing()
    {
        var digest = $"sha256:{new string('0', 64)}";

        (await Should.ThrowAsync<RegistryException>(() => Copy(to).RunAsync("coffee/api", "coffee/api", digest, CancellationToken.None)))
            .Message.ShouldBe($"{staging.Address}/coffee/api: has no image {digest}. Push it there first.");
    }

    private ImageCopy Copy(RegistryClient target) => new(from, target, folder.Combine("way"));

    private async Task<BuiltImage> PushedAsync()
    {
        var image = await PublishedApp.BuildAsync(folder);
        await from.PushAsync(image, "coffee/api", "1", null, CancellationToken.None);
        return image;
    }
}
