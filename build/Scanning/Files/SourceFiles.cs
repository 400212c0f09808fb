namespace Frostline.Scanning.Files;

/// <summary>The files of a tree that people wrote. Links are not followed: what they point at is looked at where it is, or is not of this tree.</summary>
internal sealed class SourceFiles(string root, IReadOnlyList<string> exclude)
{
    /// <summary>Folders that hold what was made, never what it is made from.</summary>
    private static readonly HashSet<string> Made = new(StringComparer.Ordinal)
    {
        ".git", "bin", "obj", "artifacts", ".local", ".dotnet", ".vs", ".idea", "node_modules", "TestResults",
    };

    private readonly PathPattern[] excluded = [.. exclude.Select(pattern => new PathPattern(pattern))];

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Files and folders that could not be opened, as findings name them.</summary>
    public List<string> Unreadable { get; } = [];

    /// <summary>Paths relative to the root, with forward slashes, sorted.</summary>
    public IEnumerable<string> All() => Below(new DirectoryInfo(Root)).Select(Relative).Where(path => !IsExcluded(path));

    public bool IsExcluded(string path) => excluded.Any(pattern => pattern.Matches(path));

    public string Of(string path) => Path.Combine(Root, path);

    private string Relative(FileSystemInfo file) => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');

    private IEnumerable<FileInfo> Below(DirectoryInfo folder)
    {
        foreach (var entry in Entries(folder))
        {
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                continue;
            if (entry is FileInfo file)
            {
                // Pipes and devices have no length, and would be read for ever.
                if (file.Length > 0)
                    yield return file;
            }
            else if (!Made.Contains(entry.Name))
                foreach (var below in Below((DirectoryInfo)entry))
                    yield return below;
        }
    }

    private FileSystemInfo[] Entries(DirectoryInfo folder)
    {
        try
        {
            var entries = folder.GetFileSystemInfos();
            Array.Sort(entries, (one, other) => string.CompareOrdinal(one.Name, other.Name));
            return entries;
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            Unreadable.Add(Relative(folder));
            return [];
        }
    }
}
