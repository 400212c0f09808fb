using System.IO.Compression;

namespace LocalAzure.Registry;

internal static class LayerFormat
{
    /// <summary>The layer's tar. What is inside is decided by its first bytes, as engines do; the media type only words the refusal.</summary>
    /// <exception cref="InvalidDataException">Compressed in a way this program does not read.</exception>
    public static Stream Open(Stream blob, string mediaType)
    {
        Span<byte> start = stackalloc byte[4];
        var read = blob.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        blob.Position = 0;
        if (read == 4 && start.SequenceEqual<byte>([0x28, 0xB5, 0x2F, 0xFD]))
            throw new InvalidDataException($"a layer ('{mediaType}') is compressed with zstd, which is not read here. Push it with gzip.");
        return read >= 2 && start[0] == 0x1F && start[1] == 0x8B ? new GZipStream(blob, CompressionMode.Decompress) : blob;
    }
}
