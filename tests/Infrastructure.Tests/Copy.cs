using Frostline.Bicep;

namespace Infrastructure.Tests;

/// <summary>A copy of the infrastructure that a test changes, as somebody's next commit would.</summary>
internal sealed class Copy : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("infrastructure-");

    public Copy()
    {
        foreach (var file in Directory.EnumerateFiles(Checkout.Infrastructure, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_root.FullName, Path.GetRelativePath(Checkout.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Replaces a text that occurs in the file; gives the line where it first was.</summary>
    public int Replace(string file, string old, string text)
    {
        var path = Path.Combine(_root.FullName, "infrastructure", file);
        var content = File.ReadAllText(path);
        var at = content.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"{file} does not contain {old}");
        File.WriteAllText(path, string.Concat(content.AsSpan(0, at), text, content.AsSpan(at + old.Length)));
        return content.AsSpan(0, at).Count('\n') + 1;
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(_root.FullName, "infrastructure", file));

    public Task<InfrastructureResult> CheckAsync(bool updateSnapshots = false) => Checkout.CheckAsync(_root.FullName, updateSnapshots);

    public void Dispose() => _root.Delete(recursive: true);
}
