using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Frostline.Scanning;
using Frostline.Scanning.Containers;
using Scanning.Tests.Secrets;
using Testing;

namespace Scanning.Tests.Containers;

/// <summary>OCI layouts, good and bad, as files.</summary>
public sealed class ImageScannerTests : IDisposable
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["org.opencontainers.image.revision"] = "1", ["org.opencontainers.image.version"] = "1", ["org.opencontainers.image.created"] = "2026-01-01T00:00:00Z", ["org.opencontainers.image.base.digest"] = "sha256:1",
    };

    private readonly TemporaryFolder folder = new("images");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task HardenedImage_HasNothingToMend()
    {
        Write("1654", [], ("app/app.dll", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, "code"));

        (await ScanAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task CarelessImage_IsToldEverythingThatIsWrong()
    {
        const UnixFileMode all = (UnixFileMode)0b111_111_111;
        Write("root", [$"API_KEY={new Fakes(4).Alphanumeric(40)}"],
            ("bin/sh", all & ~UnixFileMode.OtherWrite | UnixFileMode.SetUser, "x"), ("app/app.pdb", all, "x"), ("app/appsettings.Development.json", UnixFileMode.UserRead, "{}"),
            ("app/appsettings.json", UnixFileMode.UserRead, $"{{ \"s\": \"AccountKey={new Fakes(5).Base64(64)}\" }}"), ("../outside", UnixFileMode.UserRead, "x"));

        var result = await ScanAsync();

        result.Verdict.ShouldBe(ScanVerdict.Fail);
        result.Findings.Select(finding => $"{finding.Place.Path} {finding.Rule}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "api/../outside path-leaves-image", "api/app/app.pdb debug-symbols", "api/app/app.pdb writable-file", "api/app/appsettings.Development.json development-settings", "api/app/appsettings.json azure-storage-key",
            "api/bin/sh setuid", "api/bin/sh shell-or-package-manager", "api/config root-user", "api/config secret-in-environment",
        ]);
        File.Exists(Path.Combine(Path.GetDirectoryName(folder.Path)!, "outside")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{ "User": "app" }""", "named-user")]
    [InlineData("""{ "User": "1654", "ExposedPorts": { "443/tcp": {} } }""", "privileged-port")]
    [InlineData("""{ "User": "1654", "Labels": {} }""", "base-not-pinned label-missing label-missing label-missing")]
    [InlineData("""{ "User": "0:0" }""", "root-user")]
    public async Task Configuration_IsHeldAgainstThePolicy(string config, string told)
    {
        var (layer, _) = Blob(Layer([]));
        var merged = System.Text.Json.Nodes.JsonNode.Parse(config)!.AsObject();
        merged.TryAdd("Labels", JsonSerializer.SerializeToNode(Labels));
        Index(layer, JsonSerializer.SerializeToUtf8Bytes(new { config = merged }));

        string.Join(' ', (await ScanAsync()).Findings.Select(finding => finding.Rule).Order()).ShouldBe(told);
    }

    [Fact]
    public async Task SecretInAStepOfTheHistory_IsFound_ThoughNoFileHasIt()
    {
        var (layer, _) = Blob(Layer([]));
        Index(layer, JsonSerializer.SerializeToUtf8Bytes(new { config = new { User = "1654", Labels }, history = new[] { new { created_by = $"RUN curl -u me:{new Fakes(6).Alphanumeric(20)} https://elsewhere.invalid" } } }));

        (await ScanAsync()).Forbidden.ShouldHaveSingleItem().Place.Path.ShouldBe("api/history");
    }

    [Fact]
    public async Task KeyStoreAndTooManyMegabytes_AreTold()
    {
        Write("1654", [], ("app/server.pfx", UnixFileMode.UserRead, new string('x', 1_000_001)));

        var result = await ScanTests.ScanAsync(new ImageScanner(folder.Path, ["api"], new() { ImageMegabytes = 1 }));

        result.Findings.Select(finding => finding.Rule).Order().ShouldBe(["image-too-large", "key-store"]);
    }

    [Fact]
    public async Task ImageThatIsNotThere_IsInconclusiveWithTheCommandThatPacksIt() =>
        (await ScanAsync()).Scanners[0].Missing.ShouldBe("There is no image of api: run ./build.sh --target=Image first.");

    [Fact]
    public async Task BlobThatHoldsSomethingElse_IsInconclusive()
    {
        var layer = Write("1654", [], ("app/app.dll", UnixFileMode.UserRead, "code"));
        await File.AppendAllTextAsync(Path.Combine(folder.Path, "api", "blobs", "sha256", layer), "!", TestContext.Current.CancellationToken);

        var result = await ScanAsync();

        result.Verdict.ShouldBe(ScanVerdict.Inconclusive);
        result.Scanners[0].Missing!.ShouldContain("holds something else");
    }

    private Task<ScanResult> ScanAsync() => ScanTests.ScanAsync(new ImageScanner(folder.Path, ["api"], new()));

    private string Write(string user, string[] environment, params (string Path, UnixFileMode Mode, string Text)[] files)
    {
        var (layer, layerHex) = Blob(Layer(files));
        Index(layer, JsonSerializer.SerializeToUtf8Bytes(new { config = new { User = user, Env = environment, Labels } }));
        return layerHex;
    }

    private void Index(string layer, byte[] configuration)
    {
        var (config, _) = Blob(configuration);
        var (manifest, _) = Blob(JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, config = new { digest = config }, layers = new[] { new { digest = layer } } }));
        folder.Write("api/index.json", JsonSerializer.Serialize(new { schemaVersion = 2, manifests = new[] { new { digest = manifest } } }));
    }

    private static byte[] Layer((string Path, UnixFileMode Mode, string Text)[] files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (path, mode, text) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path) { Mode = mode, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        return packed.ToArray();
    }

    private (string Digest, string Hex) Blob(byte[] content)
    {
        var hex = Convert.ToHexStringLower(SHA256.HashData(content));
        File.WriteAllBytes(folder.Combine("api", "blobs", "sha256", hex), content);
        return ($"sha256:{hex}", hex);
    }
}
