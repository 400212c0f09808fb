using System.Formats.Tar;
using System.IO.Compression;
using Frostline.Images;

namespace Images.Tests;

internal static class LayerListing
{
    /// <summary>Mode, time, owner and name of each entry, as they are in the layer.</summary>
    public static async Task<string[]> ReadAsync(BuiltImage image, int layer)
    {
        await using var file = File.OpenRead(image.BlobFile(image.Layers[layer].Digest));
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        var lines = new List<string>();
        while (await tar.GetNextEntryAsync() is { } entry)
            lines.Add($"{Convert.ToString((int)entry.Mode, 8)} {entry.Uid}:{entry.Gid} {entry.ModificationTime:yyyy-MM-ddTHH:mm:ssZ} {entry.Name}");
        return [.. lines];
    }

    public static async Task<string> ReadTextAsync(BuiltImage image, int layer, string name)
    {
        await using var file = File.OpenRead(image.BlobFile(image.Layers[layer].Digest));
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (entry.Name == name) return await new StreamReader(entry.DataStream!).ReadToEndAsync();
        }

        throw new InvalidOperationException($"The layer has no {name}.");
    }

    public static string[] Names(this string[] lines) => [.. lines.Select(line => line.Split(' ')[^1])];
}
