using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Scanning.Tests.Containers;

/// <summary>Images as other programs save them, made byte by byte: what docker and skopeo write is read from their formats, not from them.</summary>
internal static class SavedImage
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["org.opencontainers.image.revision"] = "1", ["org.opencontainers.image.version"] = "1", ["org.opencontainers.image.created"] = "2026-01-01T00:00:00Z", ["org.opencontainers.image.base.digest"] = "sha256:1",
    };

    /// <summary>What <c>docker save</c> wrote before it wrote layouts: layers by any name, uncompressed, held by the configuration's diff ids.</summary>
    public static byte[] Docker(string user, byte[] layer, string layerName = "1a2b/layer.tar", string? link = null)
    {
        var config = JsonSerializer.SerializeToUtf8Bytes(new { config = new { User = user, Labels }, rootfs = new { type = "layers", diff_ids = new[] { Digest(layer) } } });
        var name = $"{Digest(config)[7..]}.json";
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new[] { new { Config = name, RepoTags = new[] { "coffee/api:1" }, Layers = new[] { link ?? layerName } } });
        return Tar([(name, config), (layerName, layer), ("manifest.json", manifest)], link is null ? null : (link, "../" + layerName));
    }

    /// <summary>An OCI archive; <paramref name="users"/> gives an image for each of so many platforms.</summary>
    public static byte[] Oci(byte[] layer, params string[] users)
    {
        var blobs = new Dictionary<string, byte[]>();
        var packed = Add(Gzip(layer));
        var manifests = users.Select((user, place) => new
        {
            digest = Add(JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, config = new { digest = Add(JsonSerializer.SerializeToUtf8Bytes(new { platform = place, config = new { User = user, Labels } })) }, layers = new[] { new { digest = packed } } })),
        }).ToArray();
        var index = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, manifests = new object[] { new { digest = Add(JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, manifests })) } } });
        return Tar([("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray()), ("index.json", index), .. blobs.Select(blob => ($"./blobs/sha256/{blob.Key[7..]}", blob.Value))]);

        string Add(byte[] blob)
        {
            blobs[Digest(blob)] = blob;
            return Digest(blob);
        }
    }

    public static byte[] Tar(params (string Path, string Text)[] files) => Tar([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Tar(IReadOnlyList<(string Path, byte[] Content)> files, (string Path, string Target)? link = null)
    {
        using var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (path, content) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path) { Mode = UnixFileMode.UserRead, DataStream = new MemoryStream(content) });
            if (link is { } linked)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, linked.Path) { LinkName = linked.Target });
        }

        return packed.ToArray();
    }

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
