using System.Security.Cryptography;

namespace Frostline.Images;

/// <summary>What an OCI manifest says of one piece of content.</summary>
/// <param name="MediaType">How to read it.</param>
/// <param name="Digest"><c>sha256:…</c> of its bytes.</param>
/// <param name="Size">In bytes.</param>
public sealed record Descriptor(string MediaType, string Digest, long Size)
{
    internal static Descriptor Of(string mediaType, ReadOnlySpan<byte> content) =>
        new(mediaType, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", content.Length);
}
