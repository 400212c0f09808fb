using System.Net;

namespace Frostline.Images.Registries;

/// <summary>Where a registry answers: <c>host</c> or <c>host:port</c>; plain http on loopback, https everywhere else.</summary>
internal sealed record RegistryAddress(string Authority, Uri Root)
{
    public static RegistryAddress Parse(string text)
    {
        if (text.Length == 0 || text.IndexOfAny(['/', '@', '?', '#', ' ', '\\']) >= 0 || !Uri.TryCreate($"https://{text}/", UriKind.Absolute, out var uri))
            throw new RegistryException($"'{text}' is not the address of a registry. Give host or host:port.");
        return new RegistryAddress(text, IsLoopback(uri) ? new Uri($"http://{text}/") : uri);
    }

    /// <summary>Whether a secret may be sent there: to nobody else in clear text.</summary>
    public static bool IsSafe(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri));

    private static bool IsLoopback(Uri uri) =>
        uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
