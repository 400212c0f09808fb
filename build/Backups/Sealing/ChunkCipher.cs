using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Frostline.Backups.Sealing;

/// <summary>
/// AES-256-GCM in the STREAM construction: the nonce of a chunk is its number and whether it is the last, so that chunks cannot be
/// changed, left out, put in another order or cut off at the end unnoticed. Each chunk is compressed by itself: chunks are sealed and
/// opened beside each other. See Hoang, Reyhanitabar, Rogaway, Vizár, "Online authenticated-encryption and its nonce-reuse misuse-resistance", 2015.
/// </summary>
internal sealed class ChunkCipher(BackupKey key, SealedHeader header)
{
    /// <summary>Before each chunk: how it is packed (1 byte) and how long it is (4 bytes).</summary>
    public const int PrefixLength = 5;

    public const int TagLength = 16;

    private const byte Raw = 0;
    private const byte Brotli = 1;
    private const int Quality = 1;
    private const int Window = 20;

    private readonly byte[] chunkKey = key.Derive(header.Salt, "chunks");
    private readonly byte[] salt = header.ToBytes();

    /// <returns>Prefix, packed and encrypted content, tag.</returns>
    public byte[] Seal(ReadOnlySpan<byte> content, uint number, bool last)
    {
        var packed = new byte[content.Length];
        var shrunk = BrotliEncoder.TryCompress(content, packed, out var length, Quality, Window) && length < content.Length;
        var body = shrunk ? packed.AsSpan(0, length) : content;
        var chunk = new byte[PrefixLength + body.Length + TagLength];
        WritePrefix(chunk, shrunk ? Brotli : Raw, body.Length);
        using var cipher = new AesGcm(chunkKey, TagLength);
        cipher.Encrypt(Nonce(number, last), body, chunk.AsSpan(PrefixLength, body.Length), chunk.AsSpan(PrefixLength + body.Length), Associated(chunk));
        return chunk;
    }

    /// <param name="chunk">Prefix, packed and encrypted content, tag.</param>
    /// <param name="number">Its place, from 0.</param>
    /// <param name="last">Whether nothing follows it.</param>
    /// <exception cref="SealBrokenException">It is not the chunk that was written there.</exception>
    public byte[] Open(ReadOnlySpan<byte> chunk, uint number, bool last)
    {
        var body = new byte[chunk.Length - PrefixLength - TagLength];
        if (!TryDecrypt(chunk, Nonce(number, last), body))
            throw new SealBrokenException(last && TryDecrypt(chunk, Nonce(number, last: false), body)
                ? $"it is cut off after chunk {number}"
                : $"chunk {number} is not the one that was written there");
        return chunk[0] == Raw ? body : Unpack(body);
    }

    /// <summary>How long the body is that the prefix announces; no more than it can be.</summary>
    /// <exception cref="SealBrokenException">The prefix is none.</exception>
    public int BodyLength(ReadOnlySpan<byte> prefix, uint number)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix[1..]);
        return prefix[0] <= Brotli && length >= 0 && length <= header.ChunkSize
            ? length
            : throw new SealBrokenException($"chunk {number} is not the one that was written there");
    }

    private bool TryDecrypt(ReadOnlySpan<byte> chunk, byte[] nonce, byte[] body)
    {
        try
        {
            using var cipher = new AesGcm(chunkKey, TagLength);
            cipher.Decrypt(nonce, chunk.Slice(PrefixLength, body.Length), chunk[(PrefixLength + body.Length)..], body, Associated(chunk));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private byte[] Unpack(byte[] body)
    {
        var content = new byte[header.ChunkSize];
        return BrotliDecoder.TryDecompress(body, content, out var length) ? content[..length] : throw new SealBrokenException("a chunk cannot be unpacked");
    }

    private static void WritePrefix(Span<byte> chunk, byte packing, int length)
    {
        chunk[0] = packing;
        BinaryPrimitives.WriteInt32BigEndian(chunk[1..], length);
    }

    private static byte[] Nonce(uint number, bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(7), number);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    private byte[] Associated(ReadOnlySpan<byte> chunk) => [.. salt, .. chunk[..PrefixLength]];
}
