using System.Globalization;
using System.Security.Cryptography;

namespace Frostline.Delivery.Rollouts;

/// <summary>A fresh suffix for every attempt: one that was used is spent for the life of the app.</summary>
internal static class RevisionSuffix
{
    /// <summary>Longest name of a revision, app and dashes included.</summary>
    public const int LongestName = 54;

    public static string New(TimeProvider clock) =>
        $"r{Base36(clock.GetUtcNow().ToUnixTimeSeconds())}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";

    private static string Base36(long value)
    {
        const string digits = "0123456789abcdefghijklmnopqrstuvwxyz";
        var text = "";
        for (; value > 0; value /= 36)
            text = digits[(int)(value % 36)].ToString(CultureInfo.InvariantCulture) + text;
        return text;
    }
}
