using Frostline.Images.Layers;

namespace Frostline.Images;

/// <summary>Makes OCI images of published folders, without a container engine and reproducibly.</summary>
public static class ImageBuilder
{
    /// <summary>
    /// Writes an image as an OCI layout: dependencies in one layer, the app's own files above, so that an edit of the app changes
    /// the small layer only. Debug symbols, Development settings, <c>web.config</c> and the platform's own launcher stay outside.
    /// </summary>
    /// <param name="request">What to make.</param>
    /// <param name="outputFolder">Replaced as a whole when the image is complete; until then untouched.</param>
    /// <param name="cancellationToken">Leaves the folder as it was.</param>
    /// <exception cref="ImageException">The folder is not there, has no such assembly, or holds what a layer cannot.</exception>
    public static async Task<BuiltImage> BuildAsync(ImageRequest request, string outputFolder, CancellationToken cancellationToken)
    {
        var published = PublishedFolder.Read(request);
        using var layout = new ImageLayout(outputFolder);
        var layers = new List<Layer>();
        foreach (var content in new[] { published.Dependencies, published.Application }.Where(content => content.Files.Count > 0))
            layers.Add(await LayerWriter.WriteAsync(content, request.Created, layout, cancellationToken));

        var configuration = await layout.AddAsync(
            MediaTypes.Configuration, ConfigurationWriter.Write(request, layers), cancellationToken);
        IReadOnlyList<Descriptor> all = [.. request.Base?.Layers ?? [], .. layers.Select(layer => layer.Descriptor)];
        var manifest = await layout.AddAsync(MediaTypes.Manifest, ManifestWriter.Write(configuration, all, request.Base), cancellationToken);
        await layout.CompleteAsync(manifest, cancellationToken);

        return new BuiltImage
        {
            Digest = manifest.Digest, Manifest = manifest, ConfigDigest = configuration.Digest, Configuration = configuration,
            Layers = all, BaseReference = request.Base?.Reference, Folder = outputFolder, Size = all.Sum(layer => layer.Size) + configuration.Size + manifest.Size,
        };
    }
}
