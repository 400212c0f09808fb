using System.Security.Cryptography;

namespace Frostline.Images;

/// <summary>A private key that images are signed with: ECDSA on the curve P-256, hashing with SHA-256, as cosign's key pairs are. It is never printed.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => _key = key;

    /// <summary>Reads a key.</summary>
    /// <param name="pem">PKCS#8 (<c>BEGIN PRIVATE KEY</c>, <c>BEGIN ENCRYPTED PRIVATE KEY</c>) or SEC 1 (<c>BEGIN EC PRIVATE KEY</c>).</param>
    /// <param name="password">Of an encrypted key, else null.</param>
    /// <exception cref="SignatureException">It cannot be read; says how to make one, and nothing of the key.</exception>
    public static SigningKey FromPem(string pem, string? password) => new(EcKey.Import(pem, password, "private"));

    /// <summary>What verifies its signatures.</summary>
    public VerificationKey Verification => VerificationKey.FromPem(_key.ExportSubjectPublicKeyInfoPem());

    /// <summary>A signature of the content in ASN.1 DER: each time another one.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> content) => _key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();
}

/// <summary>A public key that tells who signed an image.</summary>
public sealed class VerificationKey : IDisposable
{
    private readonly ECDsa _key;

    private VerificationKey(ECDsa key) => _key = key;

    /// <summary>Reads a key.</summary>
    /// <param name="pem"><c>BEGIN PUBLIC KEY</c>, as in a <c>cosign.pub</c>.</param>
    /// <exception cref="SignatureException">It cannot be read.</exception>
    public static VerificationKey FromPem(string pem) => new(EcKey.Import(pem, null, "public"));

    /// <summary>First digits of the SHA-256 of the public key: enough to tell keys apart.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()))[..16];

    internal bool Verify(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) =>
        _key.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();
}

/// <summary>An image is not signed by who should have signed it, or a key cannot be used; says what to do.</summary>
public sealed class SignatureException(string message, Exception? inner = null) : Exception(message, inner);
