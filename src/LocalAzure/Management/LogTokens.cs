using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LocalAzure.State;

namespace LocalAzure.Management;

/// <summary>Tokens that let their holder read the logs of one app for half an hour, and nothing else.</summary>
internal sealed class LogTokens(LocalAzureOptions options, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public (string Token, DateTimeOffset Expires) Create(string appPath)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        return ($"{expires.ToUnixTimeSeconds()}.{Sign(appPath, expires.ToUnixTimeSeconds())}", expires);
    }

    public bool Opens(PathString path, string? token)
    {
        var end = path.Value!.IndexOf("/revisions/", StringComparison.OrdinalIgnoreCase);
        if (end < 0 || !path.Value.EndsWith("/logstream", StringComparison.OrdinalIgnoreCase) || token?.Split('.') is not [var expiry, _])
            return false;

        return long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds > time.GetUtcNow().ToUnixTimeSeconds()
            && Secret.Matches($"{expiry}.{Sign(path.Value[..end], seconds)}", token);
    }

    private string Sign(string appPath, long expires) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Token), Encoding.UTF8.GetBytes($"logs:{appPath.ToLowerInvariant()}:{expires}")));
}
