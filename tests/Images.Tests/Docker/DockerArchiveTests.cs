using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Frostline.Images;
using Testing;

namespace Images.Tests.Docker;

public sealed class DockerArchiveTests : IDisposable
{
    private static readonly byte[] LayerTar = Encoding.UTF8.GetBytes("a layer, as far as anybody looks");
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Import_KeepsConfigurationAndLayers()
    {
        var configuration = Configuration(DiffId, """ "Labels":{"org.opencontainers.image.base.name":"r.example/b","org.opencontainers.image.base.digest":"sha256:b"} """);

        var image = await ImportAsync(Write(configuration, "layer/layer.tar"));

        File.ReadAllText(image.BlobFile(image.ConfigDigest)).ShouldBe(configuration);
        image.Platforms.Single().Architecture.ShouldBe("arm64");
        image.Platforms.Single().BaseReference.ShouldBe("r.example/b@sha256:b");
        image.Layers.Single().MediaType.ShouldBe(MediaTypes.Layer);
        (await ImportAsync(Write(configuration, "layer/layer.tar"))).Digest.ShouldBe(image.Digest);
    }

    [Fact]
    public async Task Import_WhenALayerIsNotTheOneThatIsNamed_IsRefused()
    {
        var error = await Should.ThrowAsync<ImageException>(() => ImportAsync(Write(Configuration("sha256:other", ""), "layer/layer.tar")));

        error.Message.ShouldBe($"layer/layer.tar: is {DiffId}, but the configuration names sha256:other. Build the image again.");
        Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "images")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_OfAFileOutsideTheArchive_IsRefused() =>
        (await Should.ThrowAsync<ImageException>(() => ImportAsync(Write(Configuration(DiffId, ""), "../../layer.tar")))).Message
            .ShouldBe("'../../layer.tar' leads out of the archive. Do not trust it.");

    [Fact]
    public async Task Import_OfACutArchive_SaysSo()
    {
        var archive = Write(Configuration(DiffId, ""), "layer/layer.tar");
        await File.WriteAllBytesAsync(archive, (await File.ReadAllBytesAsync(archive))[..700]);

        (await Should.ThrowAsync<ImageException>(() => ImportAsync(archive))).Message.ShouldStartWith($"{archive}: is not an archive of one image:");
    }

    public void Dispose() => _folder.Dispose();

    private static string DiffId => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(LayerTar))}";

    private static string Configuration(string diffId, string config) =>
        $$"""{"architecture":"arm64","os":"linux","config":{ {{config}} },"rootfs":{"type":"layers","diff_ids":["{{diffId}}"]} }""";

    private string Write(string configuration, string layer)
    {
        var path = _folder.Combine("image.tar");
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Ustar);
        Add("layer/layer.tar", LayerTar);
        Add("config.json", Encoding.UTF8.GetBytes(configuration));
        Add("manifest.json", Encoding.UTF8.GetBytes($$"""[{"Config":"config.json","RepoTags":null,"Layers":["{{layer}}"]}]"""));
        return path;

        void Add(string name, byte[] content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }

    private Task<BuiltImage> ImportAsync(string archive) => DockerArchive.ImportAsync(archive, _folder.Combine("images", "api"), CancellationToken.None);
}
