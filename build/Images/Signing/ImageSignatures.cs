using Frostline.Images.Signing;

namespace Frostline.Images;

/// <summary>
/// Signatures of images in their registry, where cosign looks for them: under the tag <c>sha256-….sig</c>
/// (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md). What is signed is a digest: of an index, all its platforms.
/// </summary>
/// <param name="registry">Where the images are.</param>
public sealed class ImageSignatures(RegistryClient registry)
{
    /// <summary>Adds a signature to those the image has. One by the same key is enough.</summary>
    /// <returns>False when the key had signed it already.</returns>
    public async Task<bool> SignAsync(string repository, Descriptor image, SigningKey key, CancellationToken cancellationToken)
    {
        var tag = SignatureManifest.TagOf(image.Digest);
        var known = await FindAsync(repository, image.Digest, cancellationToken) ?? new SignatureManifest([]);
        using var verification = key.Verification;
        if (await IsSignedAsync(repository, image.Digest, known, verification, cancellationToken)) return false;

        var payload = SimpleSigning.Write($"{registry.Address}/{repository}", image.Digest);
        var layer = await registry.PushContentAsync(repository, SimpleSigning.MediaType, payload, cancellationToken);
        var signatures = new SignatureManifest([.. known.Entries, new(layer, key.Sign(payload))]);
        var configuration = await registry.PushContentAsync(repository, MediaTypes.Configuration, signatures.WriteConfiguration(), cancellationToken);
        var content = signatures.Write(configuration, image);
        await registry.PutManifestAsync(repository, tag, Descriptor.Of(MediaTypes.Manifest, content), content, cancellationToken);
        return true;
    }

    /// <summary>Demands a signature of the image by that key.</summary>
    /// <exception cref="SignatureException">There is none: the image is not signed, by another key, or the signature is of another image.</exception>
    public async Task VerifyAsync(string repository, string digest, VerificationKey key, CancellationToken cancellationToken)
    {
        var image = $"{registry.Address}/{repository}@{digest}";
        if (await FindAsync(repository, digest, cancellationToken) is not { } signatures)
            throw new SignatureException($"{image}: is not signed, and only signed images are deployed. Run ./build.sh --target=Image with the signing key.");
        if (!await IsSignedAsync(repository, digest, signatures, key, cancellationToken))
            throw new SignatureException($"{image}: has {signatures.Entries.Count} signatures, none of this image by the key {key.Fingerprint}. Find out who pushed it before anything of it runs; pack it anew with the right key.");
    }

    private async Task<SignatureManifest?> FindAsync(string repository, string digest, CancellationToken cancellationToken) =>
        await registry.GetManifestAsync(repository, SignatureManifest.TagOf(digest), cancellationToken) is { } manifest ? SignatureManifest.Read(manifest) : null;

    private async Task<bool> IsSignedAsync(string repository, string digest, SignatureManifest signatures, VerificationKey key, CancellationToken cancellationToken)
    {
        foreach (var entry in signatures.Entries)
        {
            if (entry.Signature is null) continue;
            var payload = await registry.ReadContentAsync(repository, entry.Payload, cancellationToken);
            if (key.Verify(payload, entry.Signature) && SimpleSigning.IsAbout(payload, digest)) return true;
        }

        return false;
    }
}
