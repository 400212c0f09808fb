using System.Security.Cryptography;

namespace Frostline.Images.Registries;

/// <summary>The body of an answer: each read has a deadline, and more bytes than expected are an error before they fill anything.</summary>
internal sealed class Download(HttpResponseMessage response, RegistryOptions options)
{
    private Uri Address => response.RequestMessage!.RequestUri!;

    public async Task<byte[]> ReadAsync(long atMost, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await ForEachPartAsync(atMost, part => content.WriteAsync(part, cancellationToken), cancellationToken);
        return content.ToArray();
    }

    /// <exception cref="RegistryException">The content is not the blob; some of it was copied already.</exception>
    public async Task CopyAsync(Stream destination, Descriptor blob, CancellationToken cancellationToken)
    {
        var algorithm = blob.Digest.Split(':')[0];
        using var hash = IncrementalHash.CreateHash(algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
        await ForEachPartAsync(blob.Size, part =>
        {
            hash.AppendData(part.Span);
            return destination.WriteAsync(part, cancellationToken);
        }, cancellationToken);

        var actual = $"{algorithm}:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
        if (actual != blob.Digest) throw ContentDigest.Differs(blob.Digest, actual, Address.AbsolutePath);
    }

    private async Task ForEachPartAsync(long atMost, Func<ReadOnlyMemory<byte>, ValueTask> use, CancellationToken cancellationToken)
    {
        await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 17];
        long total = 0;
        for (int read; (read = await ReadPartAsync(source, buffer, cancellationToken)) > 0;)
        {
            if ((total += read) > atMost)
                throw new RegistryException($"{Address.Authority}: sent more than the {atMost} bytes that were expected of {Address.AbsolutePath}. Nothing of it is used.");
            await use(buffer.AsMemory(0, read));
        }
    }

    private async Task<int> ReadPartAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.RequestTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await source.ReadAsync(buffer, either.Token);
        }
        catch (Exception error) when (error is IOException or HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw RegistryFailure.Unreachable(Address, null, error);
        }
    }
}
