using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Frostline.Scanning.Containers;

/// <summary>An image in an OCI layout: its configuration and its layers. Every blob is held against its digest.</summary>
internal sealed class OciLayout
{
    private readonly string folder;
    private readonly string[] layers;

    private OciLayout(string folder, string name)
    {
        (this.folder, Name) = (folder, name);
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        using var manifest = Manifest(index.RootElement);
        Configuration = Blob(manifest.RootElement.GetProperty("config").GetProperty("digest").GetString()!).RootElement;
        layers = [.. manifest.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("digest").GetString()!)];
    }

    public string Name { get; }

    public JsonElement Configuration { get; }

    public int LayerCount => layers.Length;

    public static OciLayout Open(string folder, string name) => new(folder, name);

    /// <summary>Every entry of every layer, lowest first; its data can be read until the next is asked for.</summary>
    public IEnumerable<TarEntry> Entries()
    {
        foreach (var layer in layers)
        {
            using var file = Verified(layer);
            using var plain = Decompressed(file);
            using var tar = new TarReader(plain);
            while (tar.GetNextEntry() is { } entry)
                yield return entry;
        }
    }

    private JsonDocument Manifest(JsonElement index)
    {
        var document = Blob(index.GetProperty("manifests")[0].GetProperty("digest").GetString()!);
        return document.RootElement.TryGetProperty("manifests", out _) ? Manifest(document.RootElement) : document;
    }

    private JsonDocument Blob(string digest)
    {
        using var file = Verified(digest);
        return JsonDocument.Parse(file);
    }

    private FileStream Verified(string digest)
    {
        if (digest.Split(':') is not ["sha256", { Length: 64 } hex] || !hex.All(char.IsAsciiHexDigitLower))
            throw new InvalidDataException($"'{digest}' is no digest");
        var file = File.OpenRead(Path.Combine(folder, "blobs", "sha256", hex));
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != hex)
        {
            file.Dispose();
            throw new InvalidDataException($"blob {digest} holds something else");
        }

        file.Position = 0;
        return file;
    }

    private static Stream Decompressed(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
