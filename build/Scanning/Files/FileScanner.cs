using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Files;

/// <summary>A scanner of small text files of one kind, each looked at by itself.</summary>
public abstract class FileScanner : IScanner
{
    private const long MostBytes = 2 << 20;

    private readonly SourceFiles files;

    private protected FileScanner(string root, IReadOnlyList<string> exclude) => files = new(root, exclude);

    public abstract string Name { get; }

    /// <summary>What it looks at, in the plural.</summary>
    protected abstract string Kind { get; }

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var unread = new List<string>();
        var paths = files.All().Where(IsOfKind).ToArray();
        foreach (var path in paths)
        {
            try
            {
                if (new FileInfo(files.Of(path)).Length > MostBytes)
                    throw new InvalidDataException("is too long");
                findings.AddRange(Look(path, await File.ReadAllTextAsync(files.Of(path), cancellation)));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or YamlDotNet.Core.YamlException)
            {
                unread.Add($"{path} ({problem.Message.TrimEnd('.')})");
            }
        }

        return new($"{paths.Length} {Kind}", findings) { Missing = unread.Count == 0 ? null : $"Cannot be read: {string.Join(", ", unread.Take(5))}. Mend or exclude them." };
    }

    private protected abstract bool IsOfKind(string path);

    private protected abstract IEnumerable<Finding> Look(string path, string text);
}
