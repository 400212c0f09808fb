using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace LocalAzure.Registry;

/// <summary>Basic authentication with the one user and the one secret, compared in constant time.</summary>
internal sealed class RegistryAuthentication(string password)
{
    public const string User = "frostline";
    private readonly byte[] _expected = Hash($"{User}:{password}");

    public void Demand(HttpContext http)
    {
        if (AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
            && string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(Decode(header.Parameter)), _expected))
            return;
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"LocalAzure\"";
        throw new RegistryError(401, "UNAUTHORIZED", "Sign in as 'frostline' with the token of this LocalAzure.");
    }

    private static string Decode(string? parameter)
    {
        var bytes = new byte[parameter?.Length ?? 0];
        return Convert.TryFromBase64String(parameter ?? "", bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    /// <summary>Equal lengths for the comparison, whatever was sent.</summary>
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
