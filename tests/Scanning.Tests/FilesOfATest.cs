using Testing;

namespace Scanning.Tests;

/// <summary>A tree of files for one test.</summary>
internal sealed class FilesOfATest : IDisposable
{
    private readonly TemporaryFolder folder = new("scan");

    public string Root => folder.Path;

    public FilesOfATest Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public void Dispose() => folder.Dispose();
}
