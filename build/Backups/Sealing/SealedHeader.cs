using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Frostline.Backups.Sealing;

/// <summary>The first bytes of a sealed file: what it is, its salt, how large its chunks are, and a proof of the key that tells a wrong key from a changed file.</summary>
/// <param name="Salt">32 random bytes, of this file alone.</param>
/// <param name="ChunkSize">Bytes of content in every chunk but the last.</param>
/// <param name="KeyProof">16 bytes derived of key and salt.</param>
internal sealed record SealedHeader(byte[] Salt, int ChunkSize, byte[] KeyProof)
{
    public const int Length = 8 + SaltLength + 4 + ProofLength;

    private const int SaltLength = 32;
    private const int ProofLength = 16;
    private const int LargestChunk = 16 * 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => "FROSTBK1"u8;

    public static SealedHeader Create(BackupKey key, int chunkSize)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new(salt, chunkSize, Proof(key, salt));
    }

    /// <exception cref="SealBrokenException">It is none of ours.</exception>
    public static SealedHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length || !bytes[..8].SequenceEqual(Magic))
            throw new SealBrokenException("it does not begin as a backup does");
        var chunkSize = BinaryPrimitives.ReadInt32BigEndian(bytes[(8 + SaltLength)..]);
        return chunkSize is > 0 and <= LargestChunk
            ? new(bytes.Slice(8, SaltLength).ToArray(), chunkSize, bytes.Slice(12 + SaltLength, ProofLength).ToArray())
            : throw new SealBrokenException("its header was changed");
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        Salt.CopyTo(bytes, 8);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8 + SaltLength), ChunkSize);
        KeyProof.CopyTo(bytes, 12 + SaltLength);
        return bytes;
    }

    public bool IsOf(BackupKey key) => CryptographicOperations.FixedTimeEquals(KeyProof, Proof(key, Salt));

    private static byte[] Proof(BackupKey key, byte[] salt) => key.Derive(salt, "proof of the key", ProofLength);
}
