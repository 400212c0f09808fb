namespace Frostline.Images.Bases;

/// <summary>Content by digest in a folder; what is there was verified when it came.</summary>
internal sealed class BlobCache(string folder)
{
    public string Folder { get; } = folder;

    /// <summary>The content, fetched when it is not there yet.</summary>
    public async Task<byte[]> ReadAsync(string digest, Func<Stream, Task> fetch, CancellationToken cancellationToken)
    {
        await EnsureAsync(digest, fetch, cancellationToken);
        return await File.ReadAllBytesAsync(PathOf(digest), cancellationToken);
    }

    /// <summary>Written beside and renamed: whoever finds it finds it whole. Two who fetch at once write the same.</summary>
    public async Task EnsureAsync(string digest, Func<Stream, Task> fetch, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        if (File.Exists(path)) return;
        Directory.CreateDirectory(Folder);
        var beside = $"{path}.{Guid.NewGuid():n}.new";
        try
        {
            await using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                await fetch(file);
                await file.FlushAsync(cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private string PathOf(string digest) => Path.Combine(Folder, digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..]);
}
