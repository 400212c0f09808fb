using System.Security.Cryptography;
using System.Text;

namespace Frostline.Scanning.Secrets;

/// <summary>What may be shown of a secret.</summary>
internal static class Mask
{
    /// <summary>Its first characters, at most four and never more than a fifth, and its length.</summary>
    public static string Of(string value) => $"{value[..Math.Min(4, value.Length / 5)]}…, {value.Length} characters";

    /// <summary>Tells values apart without giving them away: twelve bits fit one guess in 4,096.</summary>
    public static string Mark(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..3];
}
