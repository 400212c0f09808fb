using System.Security.Cryptography;

namespace Images.Tests.Signing;

internal static class Keys
{
    public static string NewPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
