using System.Formats.Tar;
using System.Text.Json;
using Frostline.Images.Layers;

namespace Frostline.Images;

/// <summary>What <c>docker save</c> writes.</summary>
public static class DockerArchive
{
    /// <summary>Turns an archive of one image into an OCI layout: the same layers and configuration, so the same image to whoever runs it.</summary>
    /// <param name="archive">The tar file.</param>
    /// <param name="outputFolder">Replaced as a whole when the layout is complete.</param>
    /// <param name="cancellationToken">Leaves the folder as it was.</param>
    /// <exception cref="ImageException">The file is no archive of one image, or its layers are not those its configuration names.</exception>
    public static async Task<BuiltImage> ImportAsync(string archive, string outputFolder, CancellationToken cancellationToken)
    {
        var unpacked = Directory.CreateDirectory($"{Path.TrimEndingDirectorySeparator(outputFolder)}.{Guid.NewGuid():n}.docker");
        try
        {
            await TarFile.ExtractToDirectoryAsync(archive, unpacked.FullName, overwriteFiles: false, cancellationToken);
            using var layout = new ImageLayout(outputFolder);
            return await new Reader(unpacked.FullName, layout).ReadAsync(outputFolder, cancellationToken);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IOException or InvalidDataException)
        {
            throw new ImageException($"{archive}: is not an archive of one image: {error.Message} Build the image again.", error);
        }
        finally
        {
            unpacked.Delete(recursive: true);
        }
    }

    private sealed class Reader(string folder, ImageLayout layout)
    {
        public async Task<BuiltImage> ReadAsync(string outputFolder, CancellationToken cancellationToken)
        {
            using var list = JsonDocument.Parse(await File.ReadAllBytesAsync(PathOf("manifest.json"), cancellationToken));
            var image = list.RootElement.EnumerateArray().Single();
            var content = await File.ReadAllBytesAsync(PathOf(image.GetProperty("Config").GetString()!), cancellationToken);
            using var configuration = JsonDocument.Parse(content);
            string[] expected = [.. configuration.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(id => id.GetString()!)];
            string[] files = [.. image.GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()!)];
            if (files.Length != expected.Length) throw new ImageException($"The archive has {files.Length} layers, the configuration names {expected.Length}. Build the image again.");

            var layers = new List<Descriptor>();
            foreach (var (file, diffId) in files.Zip(expected)) layers.Add(await AddLayerAsync(file, diffId, cancellationToken));
            var described = await layout.AddAsync(MediaTypes.Configuration, content, cancellationToken);
            var manifest = await layout.AddAsync(MediaTypes.Manifest, ManifestWriter.Write(described, layers, null), cancellationToken);
            await layout.CompleteAsync(manifest, cancellationToken);
            var architecture = configuration.RootElement.GetProperty("architecture").GetString()!;
            return new BuiltImage { Manifest = manifest, Platforms = [new PlatformImage(architecture, manifest, described, layers, BaseOf(configuration.RootElement))], Folder = outputFolder };
        }

        private async Task<Descriptor> AddLayerAsync(string file, string diffId, CancellationToken cancellationToken)
        {
            var layer = await LayerWriter.CompressAsync(file, layout, async tar =>
            {
                await using var source = File.OpenRead(PathOf(file));
                await source.CopyToAsync(tar, cancellationToken);
            }, cancellationToken);
            return layer.DiffId == diffId ? layer.Descriptor : throw new ImageException($"{file}: is {layer.DiffId}, but the configuration names {diffId}. Build the image again.");
        }

        /// <summary>As the labels say that whoever built it set.</summary>
        private static string? BaseOf(JsonElement configuration) =>
            configuration.GetProperty("config").TryGetProperty("Labels", out var labels) && labels.ValueKind == JsonValueKind.Object
            && labels.TryGetProperty("org.opencontainers.image.base.name", out var name) && labels.TryGetProperty("org.opencontainers.image.base.digest", out var digest)
                ? $"{name.GetString()}@{digest.GetString()}"
                : null;

        private string PathOf(string name) => Path.GetFullPath(Path.Combine(folder, name)) is var path && path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ImageException($"'{name}' leads out of the archive. Do not trust it.");
    }
}
