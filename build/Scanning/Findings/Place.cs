namespace Frostline.Scanning.Findings;

/// <summary>Where something was found.</summary>
/// <param name="Path">The file, relative to the root of the scan, with forward slashes; or the address that answered.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
public sealed record Place(string Path, int Line = 1, int Column = 1)
{
    /// <summary>The commit it was found in, when it is no longer, or not only, in the working tree.</summary>
    public string? Commit { get; init; }

    /// <summary>The form that editors and build logs link.</summary>
    public override string ToString() => Commit is null ? $"{Path}:{Line}" : $"{Path}:{Line} in {Commit[..Math.Min(10, Commit.Length)]}";
}
