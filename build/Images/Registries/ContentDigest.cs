using System.Security.Cryptography;

namespace Frostline.Images.Registries;

/// <summary>A registry's word is compared with the content.</summary>
internal static class ContentDigest
{
    public static string? Read(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? values.First() : null;

    /// <exception cref="RegistryException">The answer names another digest. One that names none is believed.</exception>
    public static void Demand(HttpResponseMessage response, string expected, string repository)
    {
        if (Read(response) is { } actual && actual != expected) throw Differs(expected, actual, repository);
    }

    public static string Of(string like, ReadOnlySpan<byte> content) => like.StartsWith("sha512:", StringComparison.Ordinal)
        ? $"sha512:{Convert.ToHexStringLower(SHA512.HashData(content))}"
        : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    public static RegistryException Differs(string expected, string actual, string repository) =>
        new($"{repository}: asked for {expected}, the registry answered with {actual}. Do not trust this registry or the network before it.") { Repository = repository, IsOtherContent = true };
}
