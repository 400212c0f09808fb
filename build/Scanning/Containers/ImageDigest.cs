namespace Frostline.Scanning.Containers;

internal static class ImageDigest
{
    /// <summary>The digits of <c>sha256:…</c>.</summary>
    /// <exception cref="InvalidDataException">It is no such digest.</exception>
    public static string Hex(string? digest) =>
        digest?.Split(':') is ["sha256", { Length: 64 } hex] && hex.All(char.IsAsciiHexDigitLower) ? hex : throw new InvalidDataException($"'{digest}' is no digest");
}
