using System.Formats.Tar;

namespace Frostline.Scanning.Containers;

/// <summary>A tar of an image. Names are only ever looked up among its own entries: where they point to on a disk does not matter.</summary>
internal sealed class ImageArchive : ImageStore
{
    private readonly FileStream file;
    private readonly Dictionary<string, (long Offset, long Length)> parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> links = new(StringComparer.Ordinal);

    public ImageArchive(string path)
    {
        file = File.OpenRead(path);
        try
        {
            Index();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override Stream? Part(string path) =>
        parts.TryGetValue(links.GetValueOrDefault(path, path), out var part) ? new Section(file, part.Offset, part.Length) : null;

    public override void Dispose() => file.Dispose();

    private void Index()
    {
        if (file.ReadByte() == 0x1F && file.ReadByte() == 0x8B)
            throw new InvalidDataException("it is compressed: decompress it with gunzip first");
        file.Position = 0;
        using var tar = new TarReader(file, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                parts[name] = (entry.DataOffset, entry.Length);
            else if (entry.EntryType == TarEntryType.SymbolicLink)
                links[name] = Target(name, entry.LinkName);
        }
    }

    /// <summary>Older Docker engines save a layer that two images share once, and link to it.</summary>
    private static string Target(string link, string target)
    {
        var parts = link.Split('/').SkipLast(1).ToList();
        foreach (var part in target.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not (".." or "." or ""))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
