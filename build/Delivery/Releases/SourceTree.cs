using System.Security.Cryptography;
using System.Text;

namespace Frostline.Delivery.Releases;

/// <summary>Files of a checkout as one SHA-256: same names and same content, same hash, on any path, with or without git.</summary>
public static class SourceTree
{
    /// <summary>Folders that hold what was made, never what it is made from.</summary>
    private static readonly HashSet<string> Made = new(StringComparer.Ordinal) { "bin", "obj", "artifacts", ".local", ".git", ".dotnet", ".vs", ".idea", "node_modules" };

    /// <summary>Hashes every file below the folders, and the files at the root whose names match one of the patterns.</summary>
    /// <param name="root">Full path of the checkout.</param>
    /// <param name="folders">Folders relative to it; one that does not exist counts as empty.</param>
    /// <param name="rootPatterns">Patterns such as <c>Directory.*</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static async Task<string> HashAsync(
        string root, IEnumerable<string> folders, IEnumerable<string> rootPatterns, CancellationToken cancellation)
    {
        string[] files =
        [
            .. folders.SelectMany(folder => FilesBelow(Path.Combine(root, folder)))
                .Concat(rootPatterns.SelectMany(pattern => Directory.EnumerateFiles(root, pattern)))
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        var hashes = new byte[files.Length][];
        await Parallel.ForAsync(0, files.Length, cancellation, async (index, token) =>
        {
            await using var stream = File.OpenRead(Path.Combine(root, files[index]));
            hashes[index] = await SHA256.HashDataAsync(stream, token);
        });

        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var index = 0; index < files.Length; index++)
        {
            whole.AppendData(Encoding.UTF8.GetBytes(files[index] + "\n"));
            whole.AppendData(hashes[index]);
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }

    private static IEnumerable<string> FilesBelow(string folder)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return file;
        foreach (var child in Directory.EnumerateDirectories(folder).Where(child => !Made.Contains(Path.GetFileName(child))))
            foreach (var file in FilesBelow(child))
                yield return file;
    }
}
