using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Images;

namespace Frostline.Pipeline.Packing;

/// <summary>The key pair of the settings: who packs signs with it, who deploys demands its signature.</summary>
internal sealed class SignatureKeys(BuildContext context)
{
    private SigningSettings? Settings => context.Settings.Images.Signing;

    /// <returns>Null when the settings name no key. Dispose it.</returns>
    /// <exception cref="DeliveryException">The private key is not given, or is not that of the public one.</exception>
    public async Task<SigningKey?> FindAsync()
    {
        if (Settings is not { } named)
            return null;
        var pem = Variable(named.KeyVariable, "The private key is needed to sign the images");
        var key = SigningKey.FromPem(pem.Reveal(), named.PasswordVariable is { } password ? Variable(password, "The private key has a password").Reveal() : null);
        using var expected = await PublicKeyAsync(named);
        using var actual = key.Verification;
        if (actual.Fingerprint == expected.Fingerprint)
            return key;
        key.Dispose();
        throw new DeliveryException($"images.signing: the key in {named.KeyVariable} ({actual.Fingerprint}) is not that of {named.PublicKey} ({expected.Fingerprint}), so nobody would accept its signatures. Give the private key of that file.");
    }

    /// <summary>Demands that every image of the release is signed, when the settings name a key.</summary>
    /// <exception cref="SignatureException">One is not.</exception>
    public async Task DemandAsync(ReleaseManifest release)
    {
        if (Settings is not { } named)
            return;
        using var key = await PublicKeyAsync(named);
        using var registry = await context.RegistryAsync();
        foreach (var service in release.Services)
            await new ImageSignatures(registry).VerifyAsync(context.Settings.Services[service.Name].Image, service.Digest, key, context.Cancellation);
        context.Print($"{release.Services.Count} images are signed by {key.Fingerprint}");
    }

    /// <summary>The key that what lies beside images must be signed by, where it is run here; null when the settings name none. Dispose it.</summary>
    public async Task<VerificationKey?> DemandedAsync() => Settings is { } named ? await PublicKeyAsync(named) : null;

    private async Task<VerificationKey> PublicKeyAsync(SigningSettings named) =>
        VerificationKey.FromPem(await File.ReadAllTextAsync(context.Paths.Of(named.PublicKey), context.Cancellation));

    private Secret Variable(string name, string why) => context.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? new Secret(value)
        : throw new DeliveryException($"images.signing: the variable {name} is not set. {why}: set it, or run where it is set.");
}
