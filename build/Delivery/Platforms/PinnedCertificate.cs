using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Frostline.Delivery.Platforms;

/// <summary>Trusts one certificate by its SHA-256 and no other.</summary>
internal static class PinnedCertificate
{
    public static SocketsHttpHandler Handler(string sha256) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => Matches(certificate, sha256) },
    };

    private static bool Matches(X509Certificate? certificate, string sha256) =>
        certificate is not null && string.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA256), sha256, StringComparison.OrdinalIgnoreCase);
}
