using System.Security.Cryptography;

namespace LocalAzure.State;

/// <summary>A secret of 256 random bits that lives in a file only its owner can read.</summary>
internal static class Secret
{
    public static string ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            AtomicFile.Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

        return File.ReadAllText(path).Trim();
    }

    /// <summary>Compares in a time that does not depend on where the texts differ.</summary>
    public static bool Matches(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(expected)), SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(given)));
}
