namespace LocalAzure.Registry;

/// <summary>The registry's content as the revisions need it: an image on disk that can be run.</summary>
internal interface IImageStore
{
    /// <summary>
    /// Resolves an image reference (<c>host:port/repository:tag</c> or <c>…@sha256:…</c>; host and port are not compared), and unpacks its layers,
    /// in order and with whiteouts, into a folder of its own, once per digest. An index resolves to this machine's platform.
    /// </summary>
    /// <exception cref="ImageNotFoundException">No such repository, tag or digest, or a blob is missing.</exception>
    Task<UnpackedImage> UnpackAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Whether the reference resolves to a manifest and all its blobs; cheap, nothing is unpacked.</summary>
    Task<bool> ExistsAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Deletes what was unpacked of other images than these; in the registry they stay, and can be unpacked again.</summary>
    /// <param name="references">Of images to keep; one that is not in the registry is no error.</param>
    /// <param name="digests">Of manifests to keep, whatever tags lead to by now.</param>
    /// <param name="cancellationToken">Leaves the rest for the next time.</param>
    Task PruneAsync(IEnumerable<string> references, IEnumerable<string> digests, CancellationToken cancellationToken);
}

/// <summary>An image's root file system on disk and how to start it.</summary>
/// <param name="Digest">Of the manifest, <c>sha256:…</c>.</param>
/// <param name="Root">Folder that holds <c>/</c> of the image.</param>
internal sealed record UnpackedImage(string Digest, string Root, ImageConfiguration Configuration);

/// <summary>The part of an OCI image configuration that running it needs.</summary>
internal sealed record ImageConfiguration(
    IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory, string? User, string? StopSignal);

internal sealed class ImageNotFoundException(string reference, string reason)
    : Exception($"Image '{reference}' cannot be pulled: {reason}")
{
    public string Reference { get; } = reference;
}
