using System.Security.Cryptography;
using Frostline.Images;

namespace Images.Tests.Signing;

public sealed class SigningKeyTests
{
    [Fact]
    public void FromPem_OfAnEncryptedKey_NeedsItsPassword()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportEncryptedPkcs8PrivateKeyPem("right", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

        using var read = SigningKey.FromPem(pem, "right");

        read.Verification.Verify("text"u8, read.Sign("text"u8)).ShouldBeTrue();
        Should.Throw<SignatureException>(() => SigningKey.FromPem(pem, "wrong"));
        Should.Throw<SignatureException>(() => SigningKey.FromPem(pem, null));
    }

    [Fact]
    public void FromPem_OfAnotherCurve_SaysWhichIsNeeded()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Should.Throw<SignatureException>(() => SigningKey.FromPem(key.ExportPkcs8PrivateKeyPem(), null)).Message
            .ShouldStartWith("The private key has 384 bits, not the 256 of the curve P-256. Make one with 'openssl genpkey");
    }

    [Fact]
    public void FromPem_OfSomethingElse_RepeatsNothingOfIt() =>
        Should.Throw<SignatureException>(() => SigningKey.FromPem("my-secret-value", null)).ToString().ShouldNotContain("my-secret-value");

    [Fact]
    public void Envelope_OpensForTheKeyThatSealedIt_AndForNoOther()
    {
        using var key = SigningKey.FromPem(Keys.NewPem(), null);
        using var other = SigningKey.FromPem(Keys.NewPem(), null);
        var sealed_ = Envelope.Seal(Frostline.Images.Provenance.MediaType, "{}"u8, key);

        Envelope.Open(sealed_, key.Verification).ShouldBe("{}"u8.ToArray());
        Should.Throw<SignatureException>(() => Envelope.Open(sealed_, other.Verification));
        Should.Throw<SignatureException>(() => Envelope.Open("{}"u8.ToArray(), key.Verification)).Message.ShouldStartWith("This is no signed envelope:");
    }
}
