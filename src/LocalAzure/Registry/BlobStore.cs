using LocalAzure.State;

namespace LocalAzure.Registry;

/// <summary>Content-addressed bytes, shared by all repositories; a repository sees those that are linked to it.</summary>
internal sealed class BlobStore(RegistryFolders folders)
{
    /// <summary>The blob's file when the repository has it; null otherwise.</summary>
    public FileInfo? Find(string repository, Digest digest) =>
        File.Exists(folders.BlobLink(repository, digest)) ? FindAnywhere(digest) : null;

    public FileInfo? FindAnywhere(Digest digest) => new FileInfo(folders.Blob(digest)) is { Exists: true } file ? file : null;

    public Task<byte[]> ReadAsync(Digest digest, CancellationToken cancellationToken) =>
        File.ReadAllBytesAsync(folders.Blob(digest), cancellationToken);

    public Task LinkAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        OwnerOnly.WriteAsync(folders.BlobLink(repository, digest), ReadOnlyMemory<byte>.Empty, folders.Uploads, cancellationToken);

    public bool Unlink(string repository, Digest digest)
    {
        var link = folders.BlobLink(repository, digest);
        if (!File.Exists(link)) return false;
        File.Delete(link);
        return true;
    }

    /// <summary>Adds content whose digest is known to be right.</summary>
    public async Task AddAsync(Digest digest, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (FindAnywhere(digest) is null) await OwnerOnly.WriteAsync(folders.Blob(digest), content, folders.Uploads, cancellationToken);
    }

    /// <summary>Takes over a finished file whose digest is known to be right.</summary>
    public void Adopt(Digest digest, string file)
    {
        if (FindAnywhere(digest) is null) OwnerOnly.MoveInto(file, folders.Blob(digest));
        else File.Delete(file);
    }
}
