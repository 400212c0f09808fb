using System.Globalization;

namespace Frostline.Delivery.Releases;

/// <summary>The identity of what is deployed.</summary>
/// <param name="Version">Such as <c>2026.11.20-1a2b3c4d</c>; <c>0.0.0-1a2b3c4d</c> without git.</param>
/// <param name="Commit">Full commit id, or empty without git.</param>
/// <param name="Sources">Hash of the sources, 64 hexadecimal digits.</param>
public sealed record Release(string Version, string Commit, string Sources)
{
    /// <summary>Names the release of these sources.</summary>
    /// <param name="sources">Hash of the sources.</param>
    /// <param name="commit">Full id of the commit checked out, or null without git.</param>
    /// <param name="committed">When it was committed; its day in UTC is the first part of the version.</param>
    public static Release Of(SourceHash sources, string? commit, DateTimeOffset? committed)
    {
        var day = committed?.UtcDateTime.ToString("yyyy.M.d", CultureInfo.InvariantCulture) ?? "0.0.0";
        return new($"{day}-{sources.Prefix}", commit ?? "", sources.Hex);
    }
}
