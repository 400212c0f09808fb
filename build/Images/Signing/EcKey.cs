using System.Security.Cryptography;

namespace Frostline.Images;

internal static class EcKey
{
    private const string Remedy = "Make one with 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'; keys that cosign encrypted itself are not read.";

    /// <summary>An exception of the runtime could repeat what it read, so that none is passed on.</summary>
    public static ECDsa Import(string pem, string? password, string kind)
    {
        var key = ECDsa.Create();
        try
        {
            if (password is null) key.ImportFromPem(pem);
            else key.ImportFromEncryptedPem(pem, password);
            if (key.KeySize == 256) return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new SignatureException($"The {kind} key cannot be read: it is no PEM of one, or its password is another. {Remedy}");
        }

        var size = key.KeySize;
        key.Dispose();
        throw new SignatureException($"The {kind} key has {size} bits, not the 256 of the curve P-256. {Remedy}");
    }
}
