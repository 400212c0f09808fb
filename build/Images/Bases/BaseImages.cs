using System.Text.Json;
using Frostline.Images.Bases;
using Frostline.Images.Registries;

namespace Frostline.Images;

/// <summary>Base images, fetched from their registries once and kept by digest: what is kept needs no network.</summary>
/// <param name="folder">Where they are kept; made when it is not there.</param>
/// <param name="connect">Makes the client of a registry, which is disposed here.</param>
public sealed class BaseImages(string folder, Func<string, CancellationToken, Task<RegistryClient>> connect)
{
    private readonly BlobCache _cache = new(folder);

    /// <summary>The image of each architecture, with its layers.</summary>
    /// <param name="reference"><c>registry/repository[:tag]@sha256:…</c>, of an index or of a manifest.</param>
    /// <param name="architectures">Such as <c>amd64</c> and <c>arm64</c>.</param>
    /// <param name="cancellationToken">Keeps what arrived whole.</param>
    /// <exception cref="ImageException">It is not pinned by digest, has no image for one of them, or is no image.</exception>
    /// <exception cref="RegistryException">Its registry cannot be reached, refuses, or sends something else.</exception>
    public async Task<IReadOnlyList<BaseImage>> PullAsync(string reference, IReadOnlyList<string> architectures, CancellationToken cancellationToken)
    {
        var parsed = BaseReference.Parse(reference);
        using var registry = new Origin(parsed.Registry, connect);
        if (parsed.Digest is null) throw await NotPinnedAsync(parsed, registry, cancellationToken);
        try
        {
            using var top = await ReadManifestAsync(parsed, parsed.Digest, registry, cancellationToken);
            var images = new List<BaseImage>();
            foreach (var (architecture, digest) in Choose(parsed, top.RootElement, architectures))
            {
                var image = await ReadImageAsync(parsed, digest, registry, cancellationToken);
                if (image.Architecture != architecture) throw new ImageException($"{reference}: is for {image.Architecture}, not for {architecture}. Name an index that has that platform.");
                images.Add(image);
            }

            return images;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ImageException($"{reference}: is not an image that can be built upon: {error.Message}", error);
        }
    }

    private static async Task<ImageException> NotPinnedAsync(BaseReference reference, Origin registry, CancellationToken cancellationToken)
    {
        var today = await (await registry.ClientAsync(cancellationToken)).ResolveAsync(reference.Repository, reference.Tag ?? "latest", cancellationToken);
        return new ImageException(today is null
            ? $"{reference.Name}: its registry has no such image. Check repository and tag, and pin it by digest."
            : $"{reference.Name}: is not pinned, so that the same commit could give another image tomorrow. Today it is {reference.Name}@{today}: write that.");
    }

    /// <summary>An index is looked through; a manifest is for the one architecture its configuration names.</summary>
    private static IEnumerable<(string Architecture, string Digest)> Choose(BaseReference reference, JsonElement top, IReadOnlyList<string> architectures)
    {
        if (!top.TryGetProperty("manifests", out var manifests)) return [(architectures is [var only] ? only : string.Join(" and ", architectures), reference.Digest!)];
        var known = manifests.EnumerateArray()
            .Where(manifest => manifest.TryGetProperty("platform", out var platform) && platform.GetProperty("os").GetString() == "linux")
            .GroupBy(manifest => manifest.GetProperty("platform").GetProperty("architecture").GetString()!)
            .ToDictionary(group => group.Key, group => group.First().GetProperty("digest").GetString()!);
        return architectures.Select(architecture => known.TryGetValue(architecture, out var digest)
            ? (architecture, RepositoryPath.CheckReference(digest))
            : throw new ImageException($"{reference.Name}@{reference.Digest}: has no image for linux/{architecture}, only for {string.Join(", ", known.Keys.Order())}. Leave that platform out, or name another base."));
    }

    private async Task<BaseImage> ReadImageAsync(BaseReference reference, string digest, Origin registry, CancellationToken cancellationToken)
    {
        using var manifest = await ReadManifestAsync(reference, digest, registry, cancellationToken);
        var configuration = Json.ReadDescriptor(manifest.RootElement.GetProperty("config"));
        Descriptor[] layers = [.. manifest.RootElement.GetProperty("layers").EnumerateArray().Select(Json.ReadDescriptor)];
        foreach (var blob in layers.Append(configuration))
            await _cache.EnsureAsync(RepositoryPath.CheckReference(blob.Digest), async file => await (await registry.ClientAsync(cancellationToken)).ReadBlobAsync(reference.Repository, blob, file, cancellationToken), cancellationToken);
        var content = await _cache.ReadAsync(configuration.Digest, _ => Task.CompletedTask, cancellationToken);
        return new BaseImage($"{reference.Name}@{digest}", [.. layers.Select(layer => layer with { MediaType = AsOci(layer.MediaType) })], content) { Blobs = _cache.Folder };
    }

    private async Task<JsonDocument> ReadManifestAsync(BaseReference reference, string digest, Origin registry, CancellationToken cancellationToken) =>
        JsonDocument.Parse(await _cache.ReadAsync(digest, async file =>
        {
            var manifest = await (await registry.ClientAsync(cancellationToken)).GetManifestAsync(reference.Repository, digest, cancellationToken)
                ?? throw new ImageException($"{reference.Name}@{digest}: its registry has no such image. Check the digest.");
            await file.WriteAsync(manifest.Content, cancellationToken);
        }, cancellationToken));

    /// <summary>The bytes of a layer are the same in both formats, an OCI manifest may name it by its own type only.</summary>
    private static string AsOci(string mediaType) => mediaType == MediaTypes.DockerLayer ? MediaTypes.Layer : mediaType;

    /// <summary>The client of the base's registry, made when something has to be fetched.</summary>
    private sealed class Origin(string address, Func<string, CancellationToken, Task<RegistryClient>> connect) : IDisposable
    {
        private RegistryClient? _client;

        public async Task<RegistryClient> ClientAsync(CancellationToken cancellationToken) => _client ??= await connect(address, cancellationToken);

        public void Dispose() => _client?.Dispose();
    }
}
