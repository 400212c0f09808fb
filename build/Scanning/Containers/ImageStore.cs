namespace Frostline.Scanning.Containers;

/// <summary>Where the parts of an image lie. Nothing of it is ever unpacked to disk.</summary>
internal abstract class ImageStore : IDisposable
{
    /// <summary>Opens an archive of <c>docker save</c> or of an OCI layout, or a layout's folder.</summary>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static ImageStore Open(string path) => Directory.Exists(path) ? new LayoutFolder(path) : new ImageArchive(path);

    /// <summary>A part by its path in the image, to be read from its beginning; null when there is none.</summary>
    public abstract Stream? Part(string path);

    public abstract void Dispose();

    private sealed class LayoutFolder(string folder) : ImageStore
    {
        private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

        public override Stream? Part(string path) =>
            Path.GetFullPath(path, root) is var file && file.StartsWith($"{root}{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && File.Exists(file) ? File.OpenRead(file) : null;

        public override void Dispose()
        {
        }
    }
}
