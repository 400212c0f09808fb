namespace Testing;

/// <summary>A new folder under the system's temporary one, gone with everything in it when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder, readable by its owner only.</summary>
    /// <param name="name">Put into the folder's name, so that a left-over tells whose it was.</param>
    public TemporaryFolder(string name = "frostline") => Path = Directory.CreateTempSubdirectory($"{name}-").FullName;

    public string Path { get; }

    /// <summary>A path below the folder; its parent folders are made, the last part is not.</summary>
    public string Combine(params string[] parts)
    {
        var path = System.IO.Path.Combine([Path, .. parts]);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Writes a text file, and answers its full path.</summary>
    public string Write(string relativePath, string text)
    {
        var path = Combine(relativePath);
        File.WriteAllText(path, text);
        return path;
    }

    public override string ToString() => Path;

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
