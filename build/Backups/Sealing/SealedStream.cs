using System.Security.Cryptography;

namespace Frostline.Backups.Sealing;

/// <summary>Content compressed and encrypted chunk by chunk, all processors at it, in bounded memory.</summary>
internal static class SealedStream
{
    private const int ChunkSize = 1024 * 1024;

    /// <summary>Seals all that the content has.</summary>
    public static async Task<SealedContent> WriteAsync(Stream content, Stream target, BackupKey key, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = SealedHeader.Create(key, ChunkSize);
        var cipher = new ChunkCipher(key, header);
        long bytes = 0, plain = 0;
        await PutAsync(header.ToBytes());
        await InOrder.RunAsync(SealingAsync(), PutAsync, cancellationToken);
        return new(plain, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async Task PutAsync(byte[] part)
        {
            await target.WriteAsync(part, cancellationToken);
            hash.AppendData(part);
            bytes += part.Length;
        }

        async IAsyncEnumerable<Func<byte[]>> SealingAsync()
        {
            var next = await FillAsync(content, ChunkSize, cancellationToken);
            for (uint number = 0; ; number = checked(number + 1))
            {
                var (chunk, at) = (next, number);
                next = chunk.Length < ChunkSize ? [] : await FillAsync(content, ChunkSize, cancellationToken);
                var last = next.Length == 0;
                plain += chunk.Length;
                yield return () => cipher.Seal(chunk, at, last);
                if (last)
                    yield break;
            }
        }
    }

    /// <summary>Opens all of a sealed file; what was written so far is worth nothing when it throws.</summary>
    /// <exception cref="SealBrokenException">Another key, or not what was written: cut off, changed, put in another order.</exception>
    public static async Task<SealedContent> ReadAsync(Stream file, Stream target, BackupKey key, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0, plain = 0;
        var header = SealedHeader.Read(Counted(await FillAsync(file, SealedHeader.Length, cancellationToken)));
        if (!header.IsOf(key))
            throw new SealBrokenException("it was encrypted with another key");
        var cipher = new ChunkCipher(key, header);
        await InOrder.RunAsync(OpeningAsync(), PutAsync, cancellationToken);
        return new(plain, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async Task PutAsync(byte[] part)
        {
            await target.WriteAsync(part, cancellationToken);
            plain += part.Length;
        }

        async IAsyncEnumerable<Func<byte[]>> OpeningAsync()
        {
            var prefix = await PrefixAsync(0);
            for (uint number = 0; ; number = checked(number + 1))
            {
                var at = number;
                var rest = cipher.BodyLength(prefix, at) + ChunkCipher.TagLength;
                var body = Counted(await FillAsync(file, rest, cancellationToken));
                if (body.Length < rest)
                    throw new SealBrokenException($"it ends within chunk {at}");
                byte[] chunk = [.. prefix, .. body];
                prefix = await PrefixAsync(at + 1);
                var last = prefix.Length == 0;
                yield return () => cipher.Open(chunk, at, last);
                if (last)
                    yield break;
            }
        }

        async Task<byte[]> PrefixAsync(uint number)
        {
            var prefix = Counted(await FillAsync(file, ChunkCipher.PrefixLength, cancellationToken));
            return prefix.Length == ChunkCipher.PrefixLength || (prefix.Length == 0 && number > 0) ? prefix : throw new SealBrokenException($"it ends within chunk {number}");
        }

        byte[] Counted(byte[] part)
        {
            hash.AppendData(part);
            bytes += part.Length;
            return part;
        }
    }

    /// <returns>As many bytes as asked for, fewer only at the end.</returns>
    private static async Task<byte[]> FillAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var buffer = new byte[length];
        var read = await stream.ReadAtLeastAsync(buffer, length, throwOnEndOfStream: false, cancellationToken);
        return read == length ? buffer : buffer[..read];
    }
}

/// <summary>What was sealed or opened.</summary>
/// <param name="PlainBytes">Length of the content.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Sha256">Digest of the file, in lower-case hexadecimal.</param>
internal sealed record SealedContent(long PlainBytes, long Bytes, string Sha256);
