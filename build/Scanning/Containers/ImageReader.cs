using System.Security.Cryptography;
using System.Text.Json;

namespace Frostline.Scanning.Containers;

/// <summary>Finds the images in a store: in an OCI layout every platform's, in an archive of <c>docker save</c> every one that was saved.</summary>
internal sealed class ImageReader(ImageStore store, string name)
{
    private const int Deepest = 4;
    private const long MostBytes = 8 << 20;

    /// <exception cref="InvalidDataException">There is none, or what is there is damaged.</exception>
    public IReadOnlyList<StoredImage> Read()
    {
        try
        {
            var images = Json("index.json") is { } index ? [.. OfIndex(index, 0)] : Json("manifest.json") is { } saved ? [.. saved.EnumerateArray().Select(OfSaved)] : Array.Empty<StoredImage>();
            return images.Length > 0 ? images : throw new InvalidDataException("it holds no image: neither an index.json nor a manifest.json that names one");
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"its manifests are malformed ({malformed.Message.TrimEnd('.')})", malformed);
        }
    }

    private IEnumerable<StoredImage> OfIndex(JsonElement index, int depth)
    {
        if (depth > Deepest)
            throw new InvalidDataException("its indexes are nested too deep");
        foreach (var entry in index.GetProperty("manifests").EnumerateArray().Where(entry => !IsAttestation(entry)))
        {
            var manifest = Blob(entry.GetProperty("digest").GetString());
            if (manifest.TryGetProperty("manifests", out _))
            {
                foreach (var image in OfIndex(manifest, depth + 1))
                    yield return image;
            }
            else if (manifest.TryGetProperty("layers", out var layers))
            {
                yield return new(name, Blob(manifest.GetProperty("config").GetProperty("digest").GetString()), [.. layers.EnumerateArray().Select(layer => LayerOf(layer.GetProperty("digest").GetString()!))]);
            }
        }
    }

    private static bool IsAttestation(JsonElement entry) =>
        entry.TryGetProperty("annotations", out var annotations) && annotations.TryGetProperty("vnd.docker.reference.type", out _);

    private StoredLayer LayerOf(string digest) => new(store, $"blobs/sha256/{ImageDigest.Hex(digest)}", digest, IsPlain: false);

    /// <summary>Docker names a configuration by its digest, and layers by what decompressing them gives.</summary>
    private StoredImage OfSaved(JsonElement saved)
    {
        var path = saved.GetProperty("Config").GetString()!;
        var configuration = Json(path, Path.GetFileNameWithoutExtension(path) is { Length: 64 } hex ? hex : null) ?? throw new InvalidDataException($"{path} is not there");
        var digests = configuration.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(digest => digest.GetString()!).ToArray();
        var layers = saved.GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()!).ToArray();
        if (layers.Length != digests.Length)
            throw new InvalidDataException($"it has {layers.Length} layers, and its configuration names {digests.Length}");
        return new(TagOf(saved) ?? name, configuration, [.. layers.Zip(digests, (layer, digest) => new StoredLayer(store, layer, digest, IsPlain: true))]);
    }

    private static string? TagOf(JsonElement saved) =>
        saved.TryGetProperty("RepoTags", out var tags) && tags.ValueKind == JsonValueKind.Array && tags.GetArrayLength() > 0 ? tags[0].GetString() : null;

    private JsonElement Blob(string? digest) =>
        ImageDigest.Hex(digest) is var hex && Json($"blobs/sha256/{hex}", hex) is { } blob ? blob : throw new InvalidDataException($"blob {digest} is not there");

    private JsonElement? Json(string path, string? hex = null)
    {
        using var stream = store.Part(path);
        if (stream is null)
            return null;
        if (stream.Length > MostBytes)
            throw new InvalidDataException($"{path} is too long");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        if (hex is not null && Convert.ToHexStringLower(SHA256.HashData(bytes)) != hex)
            throw new InvalidDataException($"{path} holds something else than its digest says");
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }
}
