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
