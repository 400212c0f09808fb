using System.Globalization;
using System.Text.RegularExpressions;

namespace Frostline.TestRuns;

/// <summary>A line of a file in the repository.</summary>
internal sealed partial record SourceLocation(string File, int Line)
{
    /// <summary>What deterministic builds write in place of the repository's folder.</summary>
    private const string MappedRoot = "/_/";

    /// <summary>The first frame of a stack trace whose file is in the repository.</summary>
    public static SourceLocation? FirstIn(string stackTrace, string repositoryRoot) =>
        Frame().Matches(stackTrace)
            .Select(match => (File: RelativePath(match.Groups["file"].Value, repositoryRoot), Line: match.Groups["line"].Value))
            .Where(frame => frame.File is not null)
            .Select(frame => new SourceLocation(frame.File!, int.Parse(frame.Line, CultureInfo.InvariantCulture)))
            .FirstOrDefault();

    /// <summary>A path relative to the repository, with forward slashes; null when it is outside or was built there.</summary>
    public static string? RelativePath(string path, string repositoryRoot)
    {
        var relative = path.StartsWith(MappedRoot, StringComparison.Ordinal)
            ? path[MappedRoot.Length..]
            : Path.GetRelativePath(repositoryRoot, path).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal)
            || relative.StartsWith("artifacts/", StringComparison.Ordinal)
            || Path.IsPathRooted(relative)
            ? null
            : relative;
    }

    [GeneratedRegex(@" in (?<file>.+):line (?<line>\d+)")]
    private static partial Regex Frame();
}
