namespace Frostline.Images;

/// <summary>An image in an OCI layout folder.</summary>
public sealed record BuiltImage
{
    /// <summary>What a reference to the image leads to: an index when it is made for several platforms, else a manifest.</summary>
    public required Descriptor Manifest { get; init; }

    /// <summary>The image of each platform, at least one.</summary>
    public required IReadOnlyList<PlatformImage> Platforms { get; init; }

    /// <summary>The OCI layout: <c>oci-layout</c>, <c>index.json</c>, <c>blobs/</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>The image's identity.</summary>
    public string Digest => Manifest.Digest;

    public bool IsIndex => Manifest.MediaType == MediaTypes.Index;

    /// <summary>Of the first platform.</summary>
    public Descriptor Configuration => Platforms[0].Configuration;

    /// <summary>Of the first platform.</summary>
    public string ConfigDigest => Configuration.Digest;

    /// <summary>Of the first platform, from the lowest; those of the base image first.</summary>
    public IReadOnlyList<Descriptor> Layers => Platforms[0].Layers;

    /// <summary>Compressed bytes of everything the image leads to, the base's layers included, each counted once.</summary>
    public long Size => Contents.Append(Manifest).Concat(Platforms.Select(platform => platform.Manifest)).DistinctBy(content => content.Digest).Sum(content => content.Size);

    /// <summary>Layers and configurations of all platforms, each once.</summary>
    internal IEnumerable<Descriptor> Contents => Platforms.SelectMany(platform => platform.Layers.Append(platform.Configuration)).DistinctBy(content => content.Digest);

    internal string BlobFile(string digest) => Path.Combine(Folder, "blobs", digest.Replace(':', Path.DirectorySeparatorChar));
}

/// <summary>The image for one platform.</summary>
/// <param name="Architecture"><c>amd64</c> or <c>arm64</c>, of Linux.</param>
/// <param name="Manifest">Of this platform.</param>
/// <param name="Configuration">How to run it.</param>
/// <param name="Layers">From the lowest; those of the base image first.</param>
/// <param name="BaseReference">The base image by digest; null without one.</param>
public sealed record PlatformImage(string Architecture, Descriptor Manifest, Descriptor Configuration, IReadOnlyList<Descriptor> Layers, string? BaseReference);
