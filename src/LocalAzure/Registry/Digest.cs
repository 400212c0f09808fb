using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace LocalAzure.Registry;

/// <summary>A content address: algorithm and lower-case hex, nothing a path could be made of by surprise.</summary>
internal sealed record Digest(string Algorithm, string Hex)
{
    public const string Sha256 = "sha256";
    public const string Sha512 = "sha512";

    public override string ToString() => $"{Algorithm}:{Hex}";

    public static Digest Parse(string text) => TryParse(text, out var digest) ? digest : throw RegistryError.DigestInvalid(text);

    public static bool TryParse(string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = text?.Split(':') is [Sha256 or Sha512, _] parts && IsHex(parts[1], parts[0] == Sha256 ? 64 : 128)
            ? new Digest(parts[0], parts[1])
            : null;
        return digest is not null;
    }

    public static Digest OfContent(string algorithm, ReadOnlySpan<byte> content) =>
        new(algorithm, Convert.ToHexStringLower(algorithm == Sha512 ? SHA512.HashData(content) : SHA256.HashData(content)));

    public static async Task<Digest> OfStreamAsync(string algorithm, Stream content, CancellationToken cancellationToken)
    {
        var hash = algorithm == Sha512
            ? await SHA512.HashDataAsync(content, cancellationToken)
            : await SHA256.HashDataAsync(content, cancellationToken);
        return new Digest(algorithm, Convert.ToHexStringLower(hash));
    }

    private static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigitLower);
}
