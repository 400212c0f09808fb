using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Frostline.Images.Registries;

namespace Frostline.Images;

/// <summary>
/// A client of one OCI registry. Every method throws <see cref="RegistryException"/> when the registry refuses, cannot be
/// reached within <see cref="RegistryOptions.RetryFor"/>, or answers with other content than asked for.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    private const int LargestManifest = 4 * 1024 * 1024;
    private readonly RegistryAddress _address;
    private readonly RegistryTransport _transport;

    /// <param name="address"><c>host</c> or <c>host:port</c>. Plain http on loopback, https everywhere else.</param>
    /// <param name="credentials">Null for a registry that lets anybody in.</param>
    /// <param name="options">Null for the defaults.</param>
    public RegistryClient(string address, RegistryCredentials? credentials = null, RegistryOptions? options = null)
    {
        _address = RegistryAddress.Parse(address);
        _transport = new RegistryTransport(_address, credentials, options ?? new RegistryOptions());
    }

    /// <summary><c>host</c> or <c>host:port</c>, the first part of references to its images.</summary>
    public string Address => _address.Authority;

    /// <summary>Uploads what the registry lacks of an image, then its manifest.</summary>
    /// <param name="image">Layers of its base that are not in the layout must be in the registry.</param>
    /// <param name="repository">Repository, without the registry.</param>
    /// <param name="tag">Null to be known by digest only.</param>
    /// <param name="progress">Told of each blob, from several threads.</param>
    /// <param name="cancellationToken">Leaves nothing visible: a manifest comes last.</param>
    public async Task<PushedImage> PushAsync(
        BuiltImage image, string repository, string? tag, IProgress<PushProgress>? progress, CancellationToken cancellationToken)
    {
        RepositoryPath.Check(repository);
        Descriptor[] blobs = [.. image.Contents];
        long uploaded = 0;
        var skipped = 0;
        if (await ResolveAsync(repository, image.Digest, cancellationToken) is not null)
        {
            skipped = blobs.Length;
            foreach (var blob in blobs) progress?.Report(new PushProgress(blob, BlobOutcome.Exists));
        }
        else
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _transport.Options.ParallelUploads, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(blobs, parallel, async (blob, token) =>
            {
                var outcome = await PushBlobAsync(image, repository, blob, token);
                if (outcome == BlobOutcome.Uploaded) Interlocked.Add(ref uploaded, blob.Size);
                else Interlocked.Increment(ref skipped);
                progress?.Report(new PushProgress(blob, outcome));
            });
        }

        foreach (var platform in image.IsIndex ? image.Platforms : [])
            await PutManifestAsync(image, repository, platform.Manifest.Digest, platform.Manifest, cancellationToken);
        await PutManifestAsync(image, repository, tag ?? image.Digest, image.Manifest, cancellationToken);
        return new PushedImage($"{_address.Authority}/{repository}@{image.Digest}", image.Digest, uploaded, skipped);
    }

    /// <summary>Digest a tag leads to (or of a digest, when it is there); null when the registry has no such manifest.</summary>
    public async Task<string?> ResolveAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        using var response = await SendManifestCallAsync(HttpMethod.Head, repository, reference, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        return ContentDigest.Read(response) ?? (await GetManifestAsync(repository, reference, cancellationToken))?.Digest;
    }

    /// <summary>The manifest a tag or digest leads to; null when there is none. Its digest is that of the bytes received.</summary>
    public Task<RegistryManifest?> GetManifestAsync(string repository, string reference, CancellationToken cancellationToken) =>
        _transport.Retry.RunAsync(() => ReadManifestAsync(repository, reference, cancellationToken), cancellationToken);

    /// <summary>Copies a blob to <paramref name="destination"/>, and throws after the last byte when its digest is another.</summary>
    public async Task ReadBlobAsync(string repository, Descriptor blob, Stream destination, CancellationToken cancellationToken)
    {
        RepositoryPath.Check(repository);
        RepositoryPath.CheckReference(blob.Digest);
        using var response = await _transport.SendAsync(
            new RegistryCall(HttpMethod.Get, _transport.Address($"v2/{repository}/blobs/{blob.Digest}"), repository), cancellationToken);
        await new Download(response, _transport.Options).CopyAsync(destination, blob, cancellationToken);
    }

    /// <summary>Stores a small document and points the tag at it.</summary>
    /// <returns>Digest of its manifest.</returns>
    public async Task<string> PushArtifactAsync(string repository, string tag, Artifact artifact, CancellationToken cancellationToken) =>
        (await PushArtifactAsync(repository, artifact, _ => tag, cancellationToken)).Manifest.Digest;

    /// <summary>Stores a small document as a referrer of its subject. The same document twice is one.</summary>
    /// <returns>Digest of its manifest.</returns>
    public async Task<string> AttachAsync(string repository, Artifact artifact, CancellationToken cancellationToken)
    {
        var subject = artifact.Subject ?? throw new ArgumentException("A document that is attached needs a subject.", nameof(artifact));
        var (manifest, listed) = await PushArtifactAsync(repository, artifact, manifest => manifest.Digest, cancellationToken);
        if (!listed)
            await new Referrers(this, _transport).AddToFallbackAsync(repository, subject.Digest, new Referrer(manifest, artifact.ArtifactType, artifact.Annotations), cancellationToken);
        return manifest.Digest;
    }

    /// <summary>Stores an image as a referrer of its subject. The same image twice is one.</summary>
    /// <param name="image">Made with the subject.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="repository">Where the subject is.</param>
    /// <param name="cancellationToken">Leaves nothing visible: the manifest comes last.</param>
    public async Task<PushedImage> AttachAsync(BuiltImage image, ImageSubject subject, string repository, CancellationToken cancellationToken)
    {
        var pushed = await PushAsync(image, repository, null, null, cancellationToken);
        await EnsureListedAsync(repository, subject.Manifest.Digest, new Referrer(image.Manifest, subject.ArtifactType, subject.Annotations), cancellationToken);
        return pushed;
    }

    /// <summary>The documents attached to a manifest; none when the registry does not know it.</summary>
    public Task<IReadOnlyList<Referrer>> ReferrersAsync(string repository, string digest, CancellationToken cancellationToken) =>
        new Referrers(this, _transport).ListAsync(repository, digest, cancellationToken);

    /// <summary>The document a tag or digest leads to; null when there is none.</summary>
    public async Task<Artifact?> PullArtifactAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        if (await GetManifestAsync(repository, reference, cancellationToken) is not { } manifest) return null;
        using var document = JsonDocument.Parse(manifest.Content);
        if (!document.RootElement.TryGetProperty("layers", out var layers) || layers.GetArrayLength() != 1)
            throw new RegistryException($"{_address.Authority}/{repository}:{reference}: is not a document of one part. Use another tag for it.") { Repository = repository };
        var layer = Json.ReadDescriptor(layers[0]);
        var content = await _transport.Retry.RunAsync(() => ReadContentAsync(repository, layer, cancellationToken), cancellationToken);
        var type = document.RootElement.TryGetProperty("artifactType", out var property) ? property.GetString()! : "";
        return new Artifact(type, layer.MediaType, content);
    }

    public void Dispose() => _transport.Dispose();

    /// <summary>Sees to it that a blob is in a repository.</summary>
    /// <param name="repository">Repository, without the registry.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="mountFrom">Repository of this registry that may have it, or null.</param>
    /// <param name="fetch">Brings its bytes into a file; only asked when they must be sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<BlobOutcome> PushBlobAsync(
        string repository, Descriptor blob, string? mountFrom, Func<CancellationToken, Task<string>> fetch, CancellationToken cancellationToken)
    {
        var file = "";
        var upload = new BlobUpload(_transport, RepositoryPath.Check(repository), new BlobSource(blob, () => File.OpenRead(file)), mountFrom);
        if (await upload.TryWithoutBytesAsync(cancellationToken) is { } outcome)
            return outcome;
        file = await fetch(cancellationToken);
        return await upload.RunAsync(cancellationToken);
    }

    /// <summary>Sees to it that a document that is in the repository is found as a referrer of its subject.</summary>
    internal async Task EnsureListedAsync(string repository, string subject, Referrer referrer, CancellationToken cancellationToken)
    {
        if ((await ReferrersAsync(repository, subject, cancellationToken)).All(known => known.Manifest.Digest != referrer.Manifest.Digest))
            await new Referrers(this, _transport).AddToFallbackAsync(repository, subject, referrer, cancellationToken);
    }

    private async Task<RegistryManifest?> ReadManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        using var response = await SendManifestCallAsync(HttpMethod.Get, repository, reference, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        var content = await new Download(response, _transport.Options).ReadAsync(LargestManifest, cancellationToken);
        var promised = reference.Contains(':', StringComparison.Ordinal) ? reference : ContentDigest.Read(response);
        var actual = ContentDigest.Of(promised ?? "", content);
        if (promised is not null && actual != promised) throw ContentDigest.Differs(promised, actual, repository);
        return new RegistryManifest(actual, response.Content.Headers.ContentType?.MediaType ?? "", content);
    }

    /// <returns>The manifest, and whether the registry listed it as referrer of its subject.</returns>
    private async Task<(Descriptor Manifest, bool Listed)> PushArtifactAsync(
        string repository, Artifact artifact, Func<Descriptor, string> reference, CancellationToken cancellationToken)
    {
        RepositoryPath.Check(repository);
        var empty = await PushContentAsync(repository, MediaTypes.Empty, "{}"u8.ToArray(), cancellationToken);
        var layer = await PushContentAsync(repository, artifact.MediaType, artifact.Content.ToArray(), cancellationToken);
        var content = artifact.WriteManifest(empty, layer);
        var manifest = Descriptor.Of(MediaTypes.Manifest, content);
        return (manifest, await PutManifestAsync(repository, reference(manifest), manifest, content, cancellationToken));
    }

    internal async Task<byte[]> ReadContentAsync(string repository, Descriptor blob, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await ReadBlobAsync(repository, blob, content, cancellationToken);
        return content.ToArray();
    }

    internal async Task<Descriptor> PushContentAsync(string repository, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        var descriptor = Descriptor.Of(mediaType, content);
        await new BlobUpload(_transport, repository, new BlobSource(descriptor, () => new MemoryStream(content)), null).RunAsync(cancellationToken);
        return descriptor;
    }

    private Task<BlobOutcome> PushBlobAsync(BuiltImage image, string repository, Descriptor blob, CancellationToken cancellationToken)
    {
        var file = image.BlobFile(blob.Digest);
        var source = new BlobSource(blob, () => File.Exists(file)
            ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true)
            : throw new RegistryException($"{image.Folder}: has no {blob.Digest}, and neither has {_address.Authority}/{repository}. Copy the base image into this registry first."));
        return new BlobUpload(_transport, repository, source, MountSource(image)).RunAsync(cancellationToken);
    }

    /// <summary>Repository of the base image, when it is in this registry.</summary>
    private string? MountSource(BuiltImage image) =>
        image.Platforms[0].BaseReference is { } reference && reference.StartsWith($"{_address.Authority}/", StringComparison.OrdinalIgnoreCase)
            ? reference[(_address.Authority.Length + 1)..].Split('@')[0].Split(':')[0]
            : null;

    private async Task<bool> PutManifestAsync(BuiltImage image, string repository, string reference, Descriptor manifest, CancellationToken cancellationToken) =>
        await PutManifestAsync(repository, reference, manifest, await File.ReadAllBytesAsync(image.BlobFile(manifest.Digest), cancellationToken), cancellationToken);

    /// <returns>Whether the registry says that it lists the manifest as referrer of its subject.</returns>
    internal async Task<bool> PutManifestAsync(string repository, string reference, Descriptor manifest, byte[] content, CancellationToken cancellationToken)
    {
        RepositoryPath.CheckReference(reference);
        var call = new RegistryCall(HttpMethod.Put, _transport.Address($"v2/{repository}/manifests/{reference}"), repository)
        {
            Content = () => new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
        };
        using var response = await _transport.SendAsync(call, cancellationToken);
        ContentDigest.Demand(response, manifest.Digest, repository);
        return response.Headers.Contains("OCI-Subject");
    }

    private Task<HttpResponseMessage> SendManifestCallAsync(HttpMethod method, string repository, string reference, CancellationToken cancellationToken) =>
        _transport.SendAsync(
            new RegistryCall(method, _transport.Address($"v2/{RepositoryPath.Check(repository)}/manifests/{RepositoryPath.CheckReference(reference)}"), repository)
            {
                AcceptsManifests = true, Accepted = [HttpStatusCode.NotFound],
            },
            cancellationToken);
}
