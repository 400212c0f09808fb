namespace LocalAzure.State;

/// <summary>Files and folders that nobody else can read, and that are whole or not there at all.</summary>
internal static class OwnerOnly
{
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder and those above it that are not there; the framework gives its mode to the last one only.</summary>
    public static string CreateFolder(string path)
    {
        if (Directory.Exists(path)) return path;
        if (Path.GetDirectoryName(path) is { Length: > 0 } above) CreateFolder(above);
        Directory.CreateDirectory(path, FolderMode);
        return path;
    }

    public static FileStream Open(string path, System.IO.FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, Options = FileOptions.Asynchronous, UnixCreateMode = FileMode };
        return new FileStream(path, options);
    }

    /// <summary>Writes beside (in <paramref name="temporary"/>, on the same file system), flushes to the disk, renames.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, string temporary, CancellationToken cancellationToken)
    {
        var beside = Path.Combine(temporary, $"{Guid.NewGuid():n}.new");
        try
        {
            await using (var file = Open(beside, System.IO.FileMode.CreateNew))
            {
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            MoveInto(beside, path);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    public static void MoveInto(string from, string path)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        File.Move(from, path, overwrite: true);
    }
}
