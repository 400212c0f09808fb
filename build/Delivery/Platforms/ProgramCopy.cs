using System.Security.Cryptography;

namespace Frostline.Delivery.Platforms;

/// <summary>A copy of a built program, named by its content: a rebuild never overwrites the program that runs.</summary>
/// <param name="Folder">Where the copy is or will be.</param>
/// <param name="Build">Hash of the content.</param>
internal sealed record ProgramCopy(string Folder, string Build)
{
    public static async Task<ProgramCopy> OfAsync(string programFolder, string binFolder, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files(programFolder))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(programFolder, file) + "\n"));
            hash.AppendData(SHA256.HashData(await File.ReadAllBytesAsync(file, cancellation)));
        }

        var build = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        return new ProgramCopy(Path.Combine(binFolder, build), build);
    }

    /// <summary>Makes the copy whole or not at all, and removes the copies of earlier builds.</summary>
    public void Make(string programFolder)
    {
        if (Directory.Exists(Folder))
            return;
        var bin = Path.GetDirectoryName(Folder)!;
        var beside = Path.Combine(bin, $".{Build}.{Guid.NewGuid():N}");
        foreach (var file in Files(programFolder))
        {
            var target = Path.Combine(beside, Path.GetRelativePath(programFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        foreach (var earlier in Directory.GetDirectories(bin).Where(folder => folder != beside))
            Directory.Delete(earlier, recursive: true);
        Directory.Move(beside, Folder);
    }

    private static IOrderedEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
