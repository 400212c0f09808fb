using System.Text;
using LocalAzure.State;

namespace LocalAzure.Registry;

/// <summary>The manifests of the repositories, their tags, and who refers to whom.</summary>
internal sealed class ManifestStore(RegistryFolders folders, BlobStore blobs)
{
    public async Task<StoredManifest?> FindAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        if (await ResolveAsync(repository, reference, cancellationToken) is not { } digest) return null;
        var link = folders.ManifestLink(repository, digest);
        return File.Exists(link) && blobs.FindAnywhere(digest) is not null
            ? new StoredManifest(digest, await File.ReadAllTextAsync(link, cancellationToken), await blobs.ReadAsync(digest, cancellationToken))
            : null;
    }

    public bool Exists(string repository, Digest digest) => File.Exists(folders.ManifestLink(repository, digest));

    /// <summary>Stores a manifest whose parts are all there, and points the tag at it when it was sent to one.</summary>
    public async Task<(Digest Digest, Digest? Subject)> PutAsync(
        string repository, string reference, ReadOnlyMemory<byte> content, string? contentType, CancellationToken cancellationToken)
    {
        var named = Digest.TryParse(reference, out var wanted);
        if (!named && !RepositoryName.IsTag(reference)) throw RegistryError.ManifestInvalid($"'{reference}' is neither a tag nor a digest.");
        var digest = Digest.OfContent(wanted?.Algorithm ?? Digest.Sha256, content.Span);
        if (named && digest != wanted) throw RegistryError.DigestInvalid($"The manifest is {digest}, not {wanted}.");

        var manifest = ImageManifest.Parse(content, contentType);
        DemandParts(repository, manifest);
        await blobs.AddAsync(digest, content, cancellationToken);
        await WriteAsync(folders.ManifestLink(repository, digest), manifest.MediaType, cancellationToken);
        if (manifest.Subject is { } subject)
            await WriteAsync(Path.Combine(folders.Referrers(repository, subject), $"{digest.Algorithm}-{digest.Hex}"), "", cancellationToken);
        if (!named) await WriteAsync(Path.Combine(folders.Tags(repository), reference), digest.ToString(), cancellationToken);
        return (digest, manifest.Subject);
    }

    /// <summary>Removes a tag, or a manifest with all tags that lead to it. False when there was none.</summary>
    public async Task<bool> DeleteAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        if (!Digest.TryParse(reference, out var digest))
        {
            var tag = Path.Combine(folders.Tags(repository), reference);
            if (!RepositoryName.IsTag(reference) || !File.Exists(tag)) return false;
            File.Delete(tag);
            return true;
        }

        if (await FindAsync(repository, reference, cancellationToken) is not { } manifest) return false;
        foreach (var tag in Tags(repository))
        {
            if (await ResolveAsync(repository, tag, cancellationToken) == digest) File.Delete(Path.Combine(folders.Tags(repository), tag));
        }

        if (ImageManifest.Parse(manifest.Content, manifest.MediaType).Subject is { } subject)
            File.Delete(Path.Combine(folders.Referrers(repository, subject), $"{digest.Algorithm}-{digest.Hex}"));
        File.Delete(folders.ManifestLink(repository, digest));
        return true;
    }

    public bool RepositoryExists(string repository) =>
        Directory.Exists(Path.Combine(folders.Repository(repository), "_manifests")) || Directory.Exists(Path.Combine(folders.Repository(repository), "_blobs"));

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Tags(string repository) => Names(folders.Tags(repository));

    /// <summary>Names of repositories that hold a manifest, in ordinal order.</summary>
    public IReadOnlyList<string> Repositories() =>
        [.. Directory.EnumerateDirectories(folders.Repositories, "_manifests", SearchOption.AllDirectories)
            .Where(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any())
            .Select(folder => Path.GetRelativePath(folders.Repositories, Path.GetDirectoryName(folder)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<StoredManifest>> ReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        var found = new List<StoredManifest>();
        foreach (var name in Names(folders.Referrers(repository, subject)))
        {
            if (await FindAsync(repository, name.Replace('-', ':'), cancellationToken) is { } manifest) found.Add(manifest);
        }

        return found;
    }

    private async Task<Digest?> ResolveAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        if (Digest.TryParse(reference, out var digest)) return digest;
        var tag = Path.Combine(folders.Tags(repository), reference);
        if (!RepositoryName.IsTag(reference) || !File.Exists(tag)) return null;
        return Digest.Parse(await File.ReadAllTextAsync(tag, cancellationToken));
    }

    private void DemandParts(string repository, ImageManifest manifest)
    {
        ContentDescriptor[] content = manifest.Config is { } config ? [config, .. manifest.Layers] : [.. manifest.Layers];
        var missing = content.FirstOrDefault(part => !part.IsForeign && blobs.Find(repository, part.Digest)?.Length != part.Size)
            ?? manifest.Manifests.FirstOrDefault(part => !Exists(repository, part.Digest));
        if (missing is not null) throw RegistryError.ManifestBlobUnknown(missing.Digest.ToString());
    }

    private static string[] Names(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)] : [];

    private Task WriteAsync(string path, string text, CancellationToken cancellationToken) =>
        OwnerOnly.WriteAsync(path, Encoding.UTF8.GetBytes(text), folders.Uploads, cancellationToken);
}

internal sealed record StoredManifest(Digest Digest, string MediaType, byte[] Content);
