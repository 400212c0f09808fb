using System.Text.RegularExpressions;

namespace Frostline.Scanning.Files;

/// <summary>A pattern of paths: <c>*</c> stands for a part of a name, <c>**</c> for any folders, <c>?</c> for one character.</summary>
internal sealed class PathPattern(string pattern)
{
    private readonly Regex regex = new(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public bool Matches(string path) => regex.IsMatch(path);

    private static string Translate(string pattern) =>
        "^" + Regex.Escape(pattern.Replace('\\', '/'))
            .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal) + "$";
}
