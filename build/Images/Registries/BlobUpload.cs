using System.Net;
using System.Net.Http.Headers;

namespace Frostline.Images.Registries;

/// <summary>Where the bytes of a blob are read from, as often as they have to be sent.</summary>
internal sealed record BlobSource(Descriptor Descriptor, Func<Stream> Open);

/// <summary>
/// Uploads one blob: small ones in one request, large ones in chunks. After a failure it asks the registry how far it
/// got, goes on from there, and begins anew when the registry does not remember.
/// </summary>
internal sealed class BlobUpload(RegistryTransport transport, string repository, BlobSource blob, string? mountFrom)
{
    private Uri? _location;
    private long _sent;
    private long _chunkSize = transport.Options.ChunkSize;

    private Descriptor Descriptor => blob.Descriptor;

    private bool IsChunked => Descriptor.Size > _chunkSize;

    public Task<BlobOutcome> RunAsync(CancellationToken cancellationToken) =>
        transport.Retry.RunAsync(() => AttemptAsync(cancellationToken), cancellationToken);

    /// <summary>What can be had without the bytes: the blob is there, or comes from the other repository. Null when they must be sent; then
    /// <see cref="RunAsync"/> goes on.</summary>
    public Task<BlobOutcome?> TryWithoutBytesAsync(CancellationToken cancellationToken) => transport.Retry.RunAsync<BlobOutcome?>(
        async () => await ExistsAsync(cancellationToken) ? BlobOutcome.Exists : await StartAsync(cancellationToken) ? BlobOutcome.Mounted : null, cancellationToken);

    private async Task<BlobOutcome> AttemptAsync(CancellationToken cancellationToken)
    {
        if (await ExistsAsync(cancellationToken)) return _location is null ? BlobOutcome.Exists : BlobOutcome.Uploaded;
        var resumed = _location is not null && await FindPositionAsync(_location, cancellationToken);
        if (!resumed && await StartAsync(cancellationToken)) return BlobOutcome.Mounted;
        try
        {
            while (IsChunked && _sent < Descriptor.Size) await SendChunkAsync(cancellationToken);
            await CompleteAsync(cancellationToken);
        }
        catch (RegistryException error) when (error.Status is HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable || (resumed && error.Code == "DIGEST_INVALID"))
        {
            _location = null;
            throw new RegistryException(error.Message, error) { Status = error.Status, Code = error.Code, Repository = repository, IsTransient = true };
        }

        return BlobOutcome.Uploaded;
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        using var response = await transport.SendOnceAsync(
            new RegistryCall(HttpMethod.Head, transport.Address($"v2/{repository}/blobs/{Descriptor.Digest}"), repository) { Accepted = [HttpStatusCode.NotFound] },
            cancellationToken);
        return response.IsSuccessStatusCode;
    }

    /// <summary>True when the registry took the blob from the other repository, and there is nothing to send.</summary>
    private async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        var mount = mountFrom is null ? "" : $"?mount={Descriptor.Digest}&from={Uri.EscapeDataString(mountFrom)}";
        using var response = await transport.SendOnceAsync(
            new RegistryCall(HttpMethod.Post, transport.Address($"v2/{repository}/blobs/uploads/{mount}"), repository) { Content = Nothing }, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Created) return true;
        FollowLocation(response);
        _sent = 0;
        if (response.Headers.TryGetValues("OCI-Chunk-Min-Length", out var least) && long.TryParse(least.First(), out var length))
            _chunkSize = Math.Max(_chunkSize, length);
        return false;
    }

    private async Task<bool> FindPositionAsync(Uri location, CancellationToken cancellationToken)
    {
        using var response = await transport.SendOnceAsync(
            new RegistryCall(HttpMethod.Get, location, repository) { Accepted = [HttpStatusCode.NotFound] }, cancellationToken);
        if (!response.IsSuccessStatusCode) return false;
        FollowLocation(response);
        _sent = Position(response);
        return true;
    }

    private async Task SendChunkAsync(CancellationToken cancellationToken)
    {
        var length = Math.Min(_chunkSize, Descriptor.Size - _sent);
        using var response = await transport.SendOnceAsync(
            new RegistryCall(HttpMethod.Patch, _location!, repository) { Content = () => Part(_sent, length, withRange: true) }, cancellationToken);
        FollowLocation(response);
        _sent += length;
    }

    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var separator = _location!.Query.Length == 0 ? '?' : '&';
        var uri = new Uri($"{_location}{separator}digest={Uri.EscapeDataString(Descriptor.Digest)}");
        using var response = await transport.SendOnceAsync(
            new RegistryCall(HttpMethod.Put, uri, repository) { Content = IsChunked ? Nothing : () => Part(_sent, Descriptor.Size - _sent, withRange: false) }, cancellationToken);
        ContentDigest.Demand(response, Descriptor.Digest, repository);
    }

    private StreamContent Part(long from, long length, bool withRange)
    {
        var source = blob.Open();
        source.Position = from;
        var content = new StreamContent(new BoundedStream(source, length), 1 << 17);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentLength = length;
        if (withRange) content.Headers.TryAddWithoutValidation("Content-Range", $"{from}-{from + length - 1}");
        return content;
    }

    private static ByteArrayContent Nothing() => new([]);

    private void FollowLocation(HttpResponseMessage response)
    {
        var location = response.Headers.Location ?? throw Nonsense("answered an upload without a Location.");
        var next = new Uri(response.RequestMessage!.RequestUri!, location);
        _location = RegistryAddress.IsSafe(next) ? next : throw Nonsense($"sends the upload to '{next.Authority}' over plain http.");
    }

    /// <summary><c>Range: 0-9</c> means ten bytes; <c>0-0</c> is how registries say none.</summary>
    private long Position(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Range", out var values)) return 0;
        var text = values.First();
        return long.TryParse(text[(text.IndexOf('-', StringComparison.Ordinal) + 1)..], out var last) && last < Descriptor.Size
            ? last == 0 ? 0 : last + 1
            : throw Nonsense($"says that '{text}' of {Descriptor.Size} bytes arrived.");
    }

    private RegistryException Nonsense(string what) => new($"{repository}: the registry {what}") { Repository = repository };
}
