using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Frostline.Scanning.Containers;

/// <summary>An image: its configuration and its layers, each held against the digest that names it before it is read.</summary>
/// <param name="Name">As findings name it.</param>
/// <param name="Configuration">The image's configuration.</param>
/// <param name="Layers">Lowest first.</param>
internal sealed record StoredImage(string Name, JsonElement Configuration, IReadOnlyList<StoredLayer> Layers);

/// <summary>A layer where it lies.</summary>
/// <param name="Store">Holds it.</param>
/// <param name="Path">Its path there.</param>
/// <param name="Digest">Of its bytes; of its plain bytes when <paramref name="IsPlain"/>.</param>
/// <param name="IsPlain">Whether the digest is about what decompressing gives, as Docker's own archives have it.</param>
internal sealed record StoredLayer(ImageStore Store, string Path, string Digest, bool IsPlain)
{
    private const long MostBytes = 32L << 30;

    /// <summary>Every entry; its data can be read until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">The layer holds something else than its digest says, or is no tar.</exception>
    public IEnumerable<TarEntry> Entries(CancellationToken cancellation)
    {
        Verify(cancellation);
        using var plain = Decompressed(Open());
        using var tar = new TarReader(plain);
        while (tar.GetNextEntry() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    private void Verify(CancellationToken cancellation)
    {
        using var stream = IsPlain ? Decompressed(Open()) : Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        var total = 0L;
        while (stream.Read(buffer) is var read and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if ((total += read) > MostBytes)
                throw new InvalidDataException($"layer {Path} does not end");
            hash.AppendData(buffer, 0, read);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != ImageDigest.Hex(Digest))
            throw new InvalidDataException($"layer {Path} holds something else than {Digest}");
    }

    private Stream Open() => Store.Part(Path) ?? throw new InvalidDataException($"layer {Path} is not there");

    private static Stream Decompressed(Stream stream)
    {
        Span<byte> start = stackalloc byte[4];
        var read = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        return start[..read] switch
        {
            [0x1F, 0x8B, ..] => new GZipStream(stream, CompressionMode.Decompress),
            [0x28, 0xB5, 0x2F, 0xFD] => throw new InvalidDataException("a layer is compressed with zstd, which is not read: save the image with gzip"),
            _ => stream,
        };
    }
}
