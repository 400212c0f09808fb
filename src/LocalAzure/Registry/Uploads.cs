using System.Collections.Concurrent;
using LocalAzure.State;

namespace LocalAzure.Registry;

/// <summary>
/// Blob uploads in progress. What has arrived is on disk, so an upload can be resumed after a lost connection and after a
/// restart of this program; after a day without a byte it is thrown away.
/// </summary>
internal sealed class Uploads(RegistryFolders folders, BlobStore blobs, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    public string Begin(string repository)
    {
        var id = Guid.NewGuid().ToString("n");
        OwnerOnly.CreateFolder(Path.GetDirectoryName(DataFile(repository, id))!);
        OwnerOnly.Open(DataFile(repository, id), System.IO.FileMode.CreateNew).Dispose();
        return id;
    }

    /// <summary>Bytes that have arrived.</summary>
    public long Length(string repository, string id) => Existing(repository, id).Length;

    /// <summary>Appends a chunk; one that does not begin where the last ended is refused with 416.</summary>
    /// <returns>Bytes that have arrived in all.</returns>
    public async Task<long> AppendAsync(string repository, string id, Stream content, long? from, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(repository, id, cancellationToken);
        return await AppendInTurnAsync(repository, id, content, from, cancellationToken);
    }

    /// <summary>Appends the rest, checks the digest and makes it a blob of the repository. Wrong content is thrown away.</summary>
    public async Task CompleteAsync(string repository, string id, Stream content, Digest digest, CancellationToken cancellationToken)
    {
        using (await TakeTurnAsync(repository, id, cancellationToken))
        {
            await AppendInTurnAsync(repository, id, content, from: null, cancellationToken);
            var file = Existing(repository, id);
            Digest actual;
            await using (var written = new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1 << 16, useAsync: true))
            {
                actual = await Digest.OfStreamAsync(digest.Algorithm, written, cancellationToken);
                written.Flush(flushToDisk: true);
            }

            if (actual != digest)
            {
                Cancel(repository, id);
                throw RegistryError.DigestInvalid($"The content is {actual}, not {digest}.");
            }

            blobs.Adopt(digest, file.FullName);
        }

        _turns.TryRemove(id, out _);
        await blobs.LinkAsync(repository, digest, cancellationToken);
    }

    public void Cancel(string repository, string id)
    {
        Existing(repository, id).Delete();
        _turns.TryRemove(id, out _);
    }

    /// <summary>Removes uploads nobody has continued for a day.</summary>
    public void RemoveAbandoned()
    {
        var oldest = time.GetUtcNow().UtcDateTime - Lifetime;
        foreach (var file in new DirectoryInfo(folders.Uploads).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.LastWriteTimeUtc < oldest) file.Delete();
        }
    }

    /// <summary>Removes what a killed program was about to rename; to be called before the first request only.</summary>
    public void RemoveHalfWritten()
    {
        foreach (var file in Directory.EnumerateFiles(folders.Uploads, "*.new")) File.Delete(file);
    }

    private async Task<long> AppendInTurnAsync(string repository, string id, Stream content, long? from, CancellationToken cancellationToken)
    {
        var file = Existing(repository, id);
        if (from is { } start && start != file.Length)
            throw new RegistryError(416, "BLOB_UPLOAD_INVALID", "The chunk does not begin where the last one ended.", $"{start} instead of {file.Length}");
        await using var data = OwnerOnly.Open(file.FullName, System.IO.FileMode.Append);
        await content.CopyToAsync(data, 1 << 17, cancellationToken);
        return data.Position;
    }

    private async Task<Turn> TakeTurnAsync(string repository, string id, CancellationToken cancellationToken)
    {
        _ = Existing(repository, id);
        var turn = _turns.GetOrAdd(id, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    private FileInfo Existing(string repository, string id) =>
        Guid.TryParseExact(id, "n", out _) && new FileInfo(DataFile(repository, id)) is { Exists: true } file ? file : throw RegistryError.UploadUnknown(id);

    private string DataFile(string repository, string id) => Path.Combine(folders.Uploads, repository, "_uploads", id);

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
