using System.Text.Json;

namespace LocalAzure.Registry;

/// <summary>What the registry must understand of a manifest: what it refers to, and what it is about.</summary>
internal sealed record ImageManifest
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";

    public required string MediaType { get; init; }

    public ContentDescriptor? Config { get; init; }

    public IReadOnlyList<ContentDescriptor> Layers { get; init; } = [];

    /// <summary>Of an index: the manifests it lists.</summary>
    public IReadOnlyList<ContentDescriptor> Manifests { get; init; } = [];

    public Digest? Subject { get; init; }

    public string? ArtifactType { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public bool IsIndex => MediaType is OciIndex or DockerManifestList;

    /// <exception cref="RegistryError">Not a manifest of a known kind: MANIFEST_INVALID, or DIGEST_INVALID for a malformed descriptor.</exception>
    public static ImageManifest Parse(ReadOnlyMemory<byte> content, string? contentType)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return Read(document.RootElement, contentType);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw RegistryError.ManifestInvalid(error.Message);
        }
    }

    private static ImageManifest Read(JsonElement manifest, string? contentType)
    {
        var declared = manifest.TryGetProperty("mediaType", out var property) ? property.GetString() : null;
        var mediaType = contentType ?? declared;
        if (mediaType is not (OciManifest or OciIndex or DockerManifest or DockerManifestList))
            throw RegistryError.ManifestInvalid($"Media type '{mediaType}' is not one of an OCI manifest or index, or a Docker schema 2 manifest or list.");
        if (declared is not null && declared != mediaType)
            throw RegistryError.ManifestInvalid($"Sent as '{mediaType}', but its mediaType is '{declared}'.");
        if (manifest.GetProperty("schemaVersion").GetInt32() != 2) throw RegistryError.ManifestInvalid("schemaVersion is not 2.");

        var isIndex = mediaType is OciIndex or DockerManifestList;
        var config = isIndex ? null : ContentDescriptor.Read(manifest.GetProperty("config"));
        return new ImageManifest
        {
            MediaType = mediaType,
            Config = config,
            Layers = isIndex ? [] : [.. manifest.GetProperty("layers").EnumerateArray().Select(ContentDescriptor.Read)],
            Manifests = isIndex ? [.. manifest.GetProperty("manifests").EnumerateArray().Select(ContentDescriptor.Read)] : [],
            Subject = manifest.TryGetProperty("subject", out var subject) ? ContentDescriptor.Read(subject).Digest : null,
            ArtifactType = manifest.TryGetProperty("artifactType", out var artifact) ? artifact.GetString() : config?.MediaType,
            Annotations = manifest.TryGetProperty("annotations", out var annotations)
                ? annotations.EnumerateObject().ToDictionary(a => a.Name, a => a.Value.GetString() ?? "")
                : null,
        };
    }
}

internal sealed record ContentDescriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>Content that lives elsewhere, which a registry need not hold.</summary>
    public bool IsForeign { get; init; }

    public string? OperatingSystem { get; init; }

    public string? Architecture { get; init; }

    public static ContentDescriptor Read(JsonElement element) =>
        new(element.GetProperty("mediaType").GetString()!, Digest.Parse(element.GetProperty("digest").GetString()!), element.GetProperty("size").GetInt64())
        {
            IsForeign = element.TryGetProperty("urls", out var urls) && urls.GetArrayLength() > 0,
            OperatingSystem = Platform(element, "os"),
            Architecture = Platform(element, "architecture"),
        };

    private static string? Platform(JsonElement element, string name) =>
        element.TryGetProperty("platform", out var platform) && platform.TryGetProperty(name, out var value) ? value.GetString() : null;
}
