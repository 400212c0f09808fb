using System.Formats.Tar;
using System.IO.Compression;

namespace Frostline.Images.Layers;

/// <summary>
/// Writes layers whose bytes depend on names and contents of files only: Ustar, ordinal order, one time, one owner, two modes,
/// and a gzip header without time and system. What deflate makes of them is the runtime's: equal for one build of the
/// runtime on any machine, not promised between versions. The DiffID, of the tar, does not depend on it.
/// </summary>
internal static class LayerWriter
{
    private const string AppFolder = "app/";
    private const UnixFileMode ReadableMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ExecutableMode = ReadableMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static Task<Layer> WriteAsync(LayerContent content, DateTimeOffset created, ImageLayout layout, CancellationToken cancellationToken)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(created.ToUnixTimeSeconds());
        return CompressAsync(content.Name, layout, async tar =>
        {
            await using var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true);
            await WriteEntriesAsync(writer, content, time, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Adds a layer to the layout, of the tar that is written.</summary>
    public static async Task<Layer> CompressAsync(string name, ImageLayout layout, Func<Stream, Task> writeTar, CancellationToken cancellationToken)
    {
        var (file, path) = layout.CreateBlob();
        string diffId;
        await using (file)
        {
            await using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
            await using (var tar = new HashingStream(gzip))
            {
                await writeTar(tar);
                diffId = tar.Digest;
            }

            WriteNeutralHeader(file);
        }

        return new Layer(name, await layout.AdoptAsync(MediaTypes.Layer, path, cancellationToken), diffId);
    }

    private static async Task WriteEntriesAsync(TarWriter writer, LayerContent content, DateTimeOffset time, CancellationToken cancellationToken)
    {
        foreach (var folder in Folders(content))
            await WriteEntryAsync(writer, new UstarTarEntry(TarEntryType.Directory, folder) { Mode = ExecutableMode, ModificationTime = time }, cancellationToken);

        foreach (var file in content.Files)
        {
            await using var data = await StaticAssets.OpenAsync(file, time, cancellationToken);
            var entry = new UstarTarEntry(TarEntryType.RegularFile, AppFolder + file.Path)
            {
                Mode = IsExecutable(data) ? ExecutableMode : ReadableMode, ModificationTime = time, DataStream = data,
            };
            await WriteEntryAsync(writer, entry, cancellationToken);
        }
    }

    private static async Task WriteEntryAsync(TarWriter writer, UstarTarEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteEntryAsync(entry, cancellationToken);
        }
        catch (ArgumentException error)
        {
            throw new ImageException($"{entry.Name}: cannot be put into a layer: {error.Message} Give it a shorter path.", error);
        }
    }

    private static SortedSet<string> Folders(LayerContent content)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal) { AppFolder };
        foreach (var file in content.Files)
        {
            for (var slash = file.Path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = file.Path.IndexOf('/', slash + 1))
                folders.Add($"{AppFolder}{file.Path[..slash]}/");
        }

        return folders;
    }

    /// <summary>By content, since the modes of files depend on how the checkout came to be.</summary>
    private static bool IsExecutable(Stream data)
    {
        Span<byte> start = stackalloc byte[4];
        var read = data.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        data.Position = 0;
        return start[..read].StartsWith("\u007fELF"u8) || start[..read].StartsWith("#!"u8);
    }

    /// <summary>No time, no hint of the level, system "unknown": the runtime writes the system it runs on.</summary>
    private static void WriteNeutralHeader(FileStream gzip)
    {
        gzip.Position = 4;
        gzip.Write([0, 0, 0, 0, 0, 255]);
    }
}
