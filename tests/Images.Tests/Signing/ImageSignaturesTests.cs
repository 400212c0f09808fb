using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Frostline.Images;
using Frostline.Images.Signing;
using Testing;

namespace Images.Tests.Signing;

public sealed class ImageSignaturesTests : IAsyncLifetime
{
    private const string Repository = "coffeetracker/api";
    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key = SigningKey.FromPem(Keys.NewPem(), null);
    private RunningRegistry _registry = null!;
    private RegistryClient _client = null!;
    private ImageSignatures _signatures = null!;
    private BuiltImage _image = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"));
        _client = new RegistryClient(_registry.Address, new RegistryCredentials(RunningRegistry.User, new RegistryPassword(_registry.Password)));
        _signatures = new ImageSignatures(_client);
        _image = await PublishedApp.BuildAsync(_folder);
        await _client.PushAsync(_image, Repository, "1", null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        _client.Dispose();
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Verify_OfASignedImage_Passes()
    {
        (await SignAsync(_key)).ShouldBeTrue();

        await VerifyAsync(_key);
    }

    [Fact]
    public async Task Sign_Twice_KeepsOneSignature()
    {
        await SignAsync(_key);

        (await SignAsync(_key)).ShouldBeFalse();

        (await ManifestAsync())["layers"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Verify_OfAnUnsignedImage_IsRefused()
    {
        var error = await Should.ThrowAsync<SignatureException>(() => VerifyAsync(_key));

        error.Message.ShouldBe($"{_registry.Address}/{Repository}@{_image.Digest}: is not signed, and only signed images are deployed. Run ./build.sh --target=Image with the signing key.");
    }

    [Fact]
    public async Task Verify_WhenAnotherKeySigned_IsRefusedUntilTheRightOneDoesToo()
    {
        using var other = SigningKey.FromPem(Keys.NewPem(), null);
        await SignAsync(other);

        var error = await Should.ThrowAsync<SignatureException>(() => VerifyAsync(_key));
        await SignAsync(_key);
        await VerifyAsync(_key);
        await VerifyAsync(other);

        error.Message.ShouldContain($": has 1 signatures, none of this image by the key {_key.Verification.Fingerprint}.");
    }

    [Fact]
    public async Task Verify_OfASignatureTakenFromAnotherImage_IsRefused()
    {
        await SignAsync(_key);
        File.WriteAllText(Path.Combine(_folder.Path, "published", "Coffee.dll"), "something evil");
        var evil = await ImageBuilder.BuildAsync(PublishedApp.Request(Path.Combine(_folder.Path, "published")), _folder.Combine("images", "evil"), CancellationToken.None);
        await _client.PushAsync(evil, Repository, "1", null, CancellationToken.None);
        var stolen = (await _client.GetManifestAsync(Repository, SignatureManifest.TagOf(_image.Digest), CancellationToken.None))!;
        await _client.PutManifestAsync(Repository, SignatureManifest.TagOf(evil.Digest), Descriptor.Of(stolen.MediaType, stolen.Content.Span), stolen.Content.ToArray(), CancellationToken.None);

        var error = await Should.ThrowAsync<SignatureException>(() => _signatures.VerifyAsync(Repository, evil.Digest, _key.Verification, CancellationToken.None));

        error.Message.ShouldContain("none of this image");
    }

    [Fact]
    public async Task Sign_WritesWhatCosignReads()
    {
        await SignAsync(_key);

        var manifest = await ManifestAsync();
        var layer = manifest["layers"]![0]!;
        layer["mediaType"]!.GetValue<string>().ShouldBe("application/vnd.dev.cosign.simplesigning.v1+json");
        manifest["config"]!["mediaType"]!.GetValue<string>().ShouldBe(MediaTypes.Configuration);
        Encoding.UTF8.GetString(await PayloadAsync(layer)).ShouldBe(
            $$$"""{"critical":{"identity":{"docker-reference":"{{{_registry.Address}}}/{{{Repository}}}"},"image":{"docker-manifest-digest":"{{{_image.Digest}}}"},"type":"cosign container image signature"},"optional":null}""");
        (await _client.ReferrersAsync(Repository, _image.Digest, CancellationToken.None)).Single().ArtifactType.ShouldBe("application/vnd.dev.cosign.artifact.sig.v1+json");
    }

    [Fact]
    public async Task Sign_IsVerifiedByOpenssl()
    {
        if (!File.Exists("/usr/bin/openssl")) Assert.Skip("There is no /usr/bin/openssl here: apt-get install openssl");
        using var own = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using var key = SigningKey.FromPem(own.ExportPkcs8PrivateKeyPem(), null);
        await SignAsync(key);
        var layer = (await ManifestAsync())["layers"]![0]!;
        var publicKey = _folder.Write("key.pub", own.ExportSubjectPublicKeyInfoPem());
        var payload = _folder.Write("payload", Encoding.UTF8.GetString(await PayloadAsync(layer)));
        await File.WriteAllBytesAsync(_folder.Combine("signature"), Convert.FromBase64String(layer["annotations"]!["dev.cosignproject.cosign/signature"]!.GetValue<string>()));

        using var openssl = Process.Start(new ProcessStartInfo("/usr/bin/openssl", ["dgst", "-sha256", "-verify", publicKey, "-signature", _folder.Combine("signature"), payload]) { RedirectStandardOutput = true })!;
        var answer = await openssl.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));

        answer.Trim().ShouldBe("Verified OK");
    }

    private Task<bool> SignAsync(SigningKey key) => _signatures.SignAsync(Repository, _image.Manifest, key, CancellationToken.None);

    private Task VerifyAsync(SigningKey key) => _signatures.VerifyAsync(Repository, _image.Digest, key.Verification, CancellationToken.None);

    private async Task<JsonNode> ManifestAsync() =>
        JsonNode.Parse((await _client.GetManifestAsync(Repository, $"{_image.Digest.Replace(':', '-')}.sig", CancellationToken.None))!.Content.Span)!;

    private Task<byte[]> PayloadAsync(JsonNode layer) =>
        _client.ReadContentAsync(Repository, new Descriptor("", layer["digest"]!.GetValue<string>(), layer["size"]!.GetValue<long>()), CancellationToken.None);
}
