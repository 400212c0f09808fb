namespace Frostline.Images.Layers;

/// <summary>The files of a published folder that belong into an image, split by how often they change.</summary>
internal sealed record PublishedFolder(LayerContent Dependencies, LayerContent Application)
{
    public static PublishedFolder Read(ImageRequest request)
    {
        if (!Directory.Exists(request.Folder)) throw new ImageException($"{request.Folder}: there is no such folder. Publish the project first.");
        if (!File.Exists(Path.Combine(request.Folder, request.EntryAssembly)))
            throw new ImageException($"{request.Folder}: holds no '{request.EntryAssembly}'. Publish the project into it, or name the assembly it starts.");

        var name = Path.GetFileNameWithoutExtension(request.EntryAssembly);
        var dependencies = DependencyFile.ReadPackageAssets(Path.Combine(request.Folder, $"{name}.deps.json"));
        var files = Directory.EnumerateFiles(request.Folder, "*", SearchOption.AllDirectories)
            .Select(file => new LayerFile(Path.GetRelativePath(request.Folder, file).Replace('\\', '/'), file))
            .Where(file => !IsLeftOut(file.Path, name))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToLookup(file => dependencies.Contains(file.Path));
        return new PublishedFolder(new LayerContent("dependencies", [.. files[true]]), new LayerContent("application", [.. files[false]]));
    }

    /// <summary>The launcher differs by the machine that built, and the image starts <c>dotnet</c> itself.</summary>
    private static bool IsLeftOut(string path, string application) =>
        path.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".Development.json", StringComparison.OrdinalIgnoreCase)
        || path.Equals("web.config", StringComparison.OrdinalIgnoreCase)
        || path == application || path == $"{application}.exe";
}

/// <param name="Name">For the image's history.</param>
/// <param name="Files">In ordinal order of their paths.</param>
internal sealed record LayerContent(string Name, IReadOnlyList<LayerFile> Files);

/// <param name="Path">Below the app's folder, with <c>/</c>.</param>
/// <param name="Source">The file to read.</param>
internal sealed record LayerFile(string Path, string Source);
