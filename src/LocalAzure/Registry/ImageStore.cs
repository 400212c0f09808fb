using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using LocalAzure.State;

namespace LocalAzure.Registry;

internal sealed class ImageStore(RegistryFolders folders, ManifestStore manifests, BlobStore blobs, IHostApplicationLifetime lifetime) : IImageStore
{
    /// <summary>Ends the name of a folder that is being filled.</summary>
    public const string Unfinished = ".unfinished";

    private readonly ConcurrentDictionary<Digest, Lazy<Task>> _unpacking = new();

    public async Task<bool> ExistsAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await ResolveAsync(reference, cancellationToken);
            return true;
        }
        catch (ImageNotFoundException)
        {
            return false;
        }
    }

    public async Task<UnpackedImage> UnpackAsync(string reference, CancellationToken cancellationToken)
    {
        var image = await ResolveAsync(reference, cancellationToken);
        var root = Path.Combine(folders.UnpackedImage(image.Digest), "root");
        if (!Directory.Exists(root)) await UnpackOnceAsync(reference, image).WaitAsync(cancellationToken);
        var configuration = await blobs.ReadAsync(image.Manifest.Config!.Digest, cancellationToken);
        return new UnpackedImage(image.Digest.ToString(), root, ReadConfiguration(reference, configuration));
    }

    public async Task PruneAsync(IEnumerable<string> references, IEnumerable<string> digests, CancellationToken cancellationToken)
    {
        var kept = digests.Select(digest => folders.UnpackedImage(Digest.Parse(digest))).ToHashSet(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            try
            {
                kept.Add(folders.UnpackedImage((await ResolveAsync(reference, cancellationToken)).Digest));
            }
            catch (ImageNotFoundException)
            {
                // Whoever wants to run it is going to be told.
            }
        }

        foreach (var folder in Directory.GetDirectories(folders.Images).Where(folder => !kept.Contains(folder) && !folder.EndsWith(Unfinished, StringComparison.Ordinal)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ImageTree.Delete(folder);
        }
    }

    /// <summary>One unpacking per digest, which no single caller can cancel; a failed one can be tried again.</summary>
    private async Task UnpackOnceAsync(string reference, ResolvedImage image)
    {
        var mine = new Lazy<Task>(() => Task.Run(() => UnpackAsync(reference, image)));
        try
        {
            await _unpacking.GetOrAdd(image.Digest, mine).Value;
        }
        finally
        {
            _unpacking.TryRemove(KeyValuePair.Create(image.Digest, mine));
        }
    }

    private async Task UnpackAsync(string reference, ResolvedImage image)
    {
        var target = folders.UnpackedImage(image.Digest);
        if (Directory.Exists(target)) return;
        var beside = $"{target}.{Guid.NewGuid():n}{Unfinished}";
        try
        {
            var tree = new ImageTree(OwnerOnly.CreateFolder(Path.Combine(beside, "root")));
            foreach (var layer in image.Manifest.Layers)
            {
                await using var blob = blobs.FindAnywhere(layer.Digest)!.OpenRead();
                await using var tar = LayerFormat.Open(blob, layer.MediaType);
                await tree.ApplyAsync(tar, lifetime.ApplicationStopping);
            }

            Directory.Move(beside, target);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new ImageNotFoundException(reference, error.Message);
        }
        finally
        {
            ImageTree.Delete(beside);
        }
    }

    private async Task<ResolvedImage> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            var (repository, pointer) = ImageReference.Parse(reference);
            var image = await FindAsync(repository, pointer, cancellationToken);
            if (image.Manifest.IsIndex)
            {
                var own = image.Manifest.Manifests.FirstOrDefault(IsOwnPlatform)
                    ?? throw RegistryError.ManifestUnknown($"the index lists nothing for linux/{Architecture}");
                image = await FindAsync(repository, own.Digest.ToString(), cancellationToken);
            }

            if (image.Manifest.Config is null) throw RegistryError.ManifestInvalid("the index leads to another index");
            var missing = new[] { image.Manifest.Config }.Concat(image.Manifest.Layers).FirstOrDefault(part => blobs.Find(repository, part.Digest) is null);
            return missing is null ? image : throw RegistryError.BlobUnknown(missing.Digest.ToString());
        }
        catch (RegistryError error)
        {
            throw new ImageNotFoundException(reference, error.Detail is null ? error.Message : $"{error.Message} ({error.Detail})");
        }
    }

    private async Task<ResolvedImage> FindAsync(string repository, string pointer, CancellationToken cancellationToken)
    {
        var stored = await manifests.FindAsync(repository, pointer, cancellationToken) ?? throw RegistryError.ManifestUnknown($"{repository}, {pointer}");
        return new ResolvedImage(stored.Digest, ImageManifest.Parse(stored.Content, stored.MediaType));
    }

    private static string Architecture => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    private static bool IsOwnPlatform(ContentDescriptor manifest) => manifest.OperatingSystem == "linux" && manifest.Architecture == Architecture;

    private static ImageConfiguration ReadConfiguration(string reference, byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return ImageConfigurationReader.Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ImageNotFoundException(reference, $"its configuration cannot be read: {error.Message}");
        }
    }

    private sealed record ResolvedImage(Digest Digest, ImageManifest Manifest);
}
