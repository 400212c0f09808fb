using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Web;

/// <summary>The certificate and the protocol that an https address answers with.</summary>
internal static class TransportRules
{
    private const string Cryptography = "A02:2021";
    private const int Soon = 14;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="AuthenticationException">There is no protocol that both sides speak.</exception>
    public static async Task CheckAsync(Uri address, DateTimeOffset now, WebFinding add, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Deadline);
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port, late.Token);
        var errors = SslPolicyErrors.None;
#pragma warning disable CA5359 // Nothing is sent to whoever answers: what is wrong with the certificate becomes findings.
        using var secured = new SslStream(connection.GetStream(), leaveInnerStreamOpen: false, (_, _, _, found) =>
        {
            errors = found;
            return true;
        });
#pragma warning restore CA5359
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, late.Token);
        CheckTrust(address, errors, add);
        using var certificate = new X509Certificate2(secured.RemoteCertificate!);
        CheckCertificate(address, certificate, now, add);
        if (await OldTransport.IsSpokenAsync(address, late.Token))
            add("old-transport", Severity.Medium, address, "The application still speaks TLS 1.1 or older.", "Allow TLS 1.2 and 1.3 only.", Cryptography);
    }

    private static void CheckTrust(Uri address, SslPolicyErrors errors, WebFinding add)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            add("certificate-of-another-name", Severity.High, address, $"The certificate is not for {address.Host}: visitors cannot tell who answers.", "Get one that names it.", Cryptography);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            add("certificate-not-trusted", Severity.High, address, "No authority that this machine trusts stands behind the certificate.", "Get one from an authority that browsers trust, and send the whole chain.", Cryptography);
    }

    private static void CheckCertificate(Uri address, X509Certificate2 certificate, DateTimeOffset now, WebFinding add)
    {
        var days = (certificate.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalDays;
        if (days < Soon)
            add("certificate-ends", days < 0 ? Severity.High : Severity.Medium, address, string.Create(CultureInfo.InvariantCulture, $"The certificate holds until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}."), "Renew it, and let a machine do so from now on.", Cryptography);
        if (certificate.GetRSAPublicKey() is { KeySize: < 2048 } key)
            add("certificate-weak-key", Severity.High, address, string.Create(CultureInfo.InvariantCulture, $"The certificate's key has {key.KeySize} bits."), "Use RSA with 2048 bits or more, or ECDSA P-256.", Cryptography);
    }
}
