using Frostline.Images.Layers;

namespace Frostline.Images;

/// <summary>Makes OCI images of published folders, without a container engine and reproducibly.</summary>
public static class ImageBuilder
{
    internal const string DefaultArchitecture = "amd64";

    /// <summary>
    /// Writes an image as an OCI layout: dependencies in one layer, the app's own files above, so that an edit of the app changes
    /// the small layer only. Debug symbols, Development settings, <c>web.config</c> and the platform's own launcher stay outside.
    /// Published assemblies fit every platform, so the same two layers lie upon the base of each.
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

        var platforms = new List<PlatformImage>();
        BaseImage?[] bases = request.Bases.Count == 0 ? [null] : [.. request.Bases.OrderBy(below => below.Architecture, StringComparer.Ordinal)];
        foreach (var below in bases)
            platforms.Add(await BuildPlatformAsync(request, below, layers, layout, cancellationToken));
        var manifest = platforms is [var only]
            ? only.Manifest
            : await layout.AddAsync(MediaTypes.Index, ManifestWriter.WriteIndex(platforms), cancellationToken);
        await layout.CompleteAsync(manifest, cancellationToken);
        return new BuiltImage { Manifest = manifest, Platforms = platforms, Folder = outputFolder };
    }

    private static async Task<PlatformImage> BuildPlatformAsync(
        ImageRequest request, BaseImage? below, IReadOnlyList<Layer> layers, ImageLayout layout, CancellationToken cancellationToken)
    {
        foreach (var layer in below?.Layers ?? []) await layout.IncludeAsync(below!.Blobs, layer, cancellationToken);
        var configuration = await layout.AddAsync(
            MediaTypes.Configuration, ConfigurationWriter.Write(request, below, layers), cancellationToken);
        IReadOnlyList<Descriptor> all = [.. below?.Layers ?? [], .. layers.Select(layer => layer.Descriptor)];
        var manifest = await layout.AddAsync(MediaTypes.Manifest, ManifestWriter.Write(configuration, all, below, request.Subject), cancellationToken);
        return new PlatformImage(below?.Architecture ?? DefaultArchitecture, manifest, configuration, all, below?.Reference);
    }
}
