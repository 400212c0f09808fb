namespace Frostline.Images;

/// <summary>An image in its registry.</summary>
/// <param name="Reference">By digest: <c>registry/repository@sha256:…</c>.</param>
/// <param name="Digest">Of the manifest.</param>
/// <param name="UploadedBytes">Sent in blobs; what the registry had is not counted.</param>
/// <param name="SkippedBlobs">Blobs (configuration included) the registry had already, or took from another repository.</param>
public sealed record PushedImage(string Reference, string Digest, long UploadedBytes, int SkippedBlobs);

/// <summary>One blob is where it should be.</summary>
public sealed record PushProgress(Descriptor Blob, BlobOutcome Outcome);

/// <summary>How a blob came to be in the repository.</summary>
public enum BlobOutcome
{
    /// <summary>It was there.</summary>
    Exists,

    /// <summary>The registry took it from another of its repositories.</summary>
    Mounted,

    Uploaded,
}

/// <summary>A manifest as the registry keeps it.</summary>
public sealed record RegistryManifest(string Digest, string MediaType, ReadOnlyMemory<byte> Content);

/// <summary>A small document kept in a registry, beside the images it is about.</summary>
/// <param name="ArtifactType">What it is, as a media type: <c>application/vnd.frostline.ledger.v1</c>.</param>
/// <param name="MediaType">How to read it: <c>application/json</c>.</param>
/// <param name="Content">Up to some megabytes.</param>
public sealed record Artifact(string ArtifactType, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>The manifest this is about, which makes it one of that manifest's referrers. Default none.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Annotations of the manifest. Default none.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
}
