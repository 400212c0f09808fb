using System.Formats.Tar;
using LocalAzure.State;

namespace LocalAzure.Registry;

/// <summary>
/// An image's root file system, made layer by layer. Nothing a layer says can name a place outside: paths are walked one
/// part at a time from the root, and links are rewritten to relative ones that stay inside, or refused.
/// </summary>
internal sealed class ImageTree(string root)
{
    private const string Whiteout = ".wh.";
    private const string OpaqueMarker = ".wh..wh..opq";
    private const int DeepestLink = 40;
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;

    /// <exception cref="InvalidDataException">The layer is damaged, or names a place outside the image.</exception>
    public async Task ApplyAsync(Stream tar, CancellationToken cancellationToken)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = new TarReader(tar);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) continue;
            var parts = Split(entry.Name, entry.Name);
            if (parts.Count == 0) continue;
            var folder = Walk([], parts[..^1], create: true, DeepestLink)!;
            var name = parts[^1];
            if (name == OpaqueMarker) RemoveLower(folder, written);
            else if (name.StartsWith(Whiteout, StringComparison.Ordinal)) RemoveLower([.. folder, HiddenName(name, entry.Name)], written, itself: true);
            else await WriteAsync(entry, [.. folder, name], written, cancellationToken);
        }
    }

    /// <summary>Removes an unpacked tree, read-only folders included. One that is not there is no error.</summary>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            File.SetUnixFileMode(inner, OwnerOnly.FolderMode);
        Directory.Delete(folder, recursive: true);
    }

    private async Task WriteAsync(TarEntry entry, IReadOnlyList<string> place, HashSet<string> written, CancellationToken cancellationToken)
    {
        var path = PathOf(place);
        for (var depth = 1; depth <= place.Count; depth++) written.Add(PathOf(place.Take(depth)));
        if (entry.EntryType is TarEntryType.Directory)
        {
            if (!Directory.Exists(path) || IsLink(path)) Remove(path);
            OwnerOnly.CreateFolder(path);
            SetMode(path, entry.Mode | OwnerOnly.FolderMode);
            return;
        }

        var source = entry.EntryType is TarEntryType.HardLink ? HardLinkSource(entry) : null;
        if (source == path) return;
        Remove(path);
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                await using (var file = OwnerOnly.Open(path, System.IO.FileMode.CreateNew))
                {
                    if (entry.DataStream is { } data) await data.CopyToAsync(file, cancellationToken);
                }

                SetMode(path, entry.Mode | OwnerOnly.FileMode);
                break;
            case TarEntryType.SymbolicLink:
                File.CreateSymbolicLink(path, LinkTarget(entry, [.. place.SkipLast(1)]));
                break;
            case TarEntryType.HardLink:
                File.Copy(source!, path);
                break;
            default:
                // Device nodes and pipes: a process of this machine is given its own /dev.
                break;
        }
    }

    /// <summary>Relative, without <c>..</c> after a name, and inside: such a link cannot lead out, whatever is put in its way later.</summary>
    private static string LinkTarget(TarEntry entry, List<string> folder)
    {
        var target = entry.LinkName.StartsWith('/') ? [] : new List<string>(folder);
        foreach (var part in entry.LinkName.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") target.Add(part);
            else if (target.Count > 0) target.RemoveAt(target.Count - 1);
            else throw new InvalidDataException($"the link '{entry.Name}' leads out of the image, to '{entry.LinkName}'.");
        }

        var common = folder.Zip(target).TakeWhile(pair => pair.First == pair.Second).Count();
        var relative = Enumerable.Repeat("..", folder.Count - common).Concat(target.Skip(common)).ToArray();
        return relative.Length == 0 ? "." : string.Join('/', relative);
    }

    private string HardLinkSource(TarEntry entry)
    {
        var parts = Split(entry.LinkName, entry.Name);
        var folder = parts.Count == 0 ? null : Walk([], parts[..^1], create: false, DeepestLink);
        var path = folder is null ? null : PathOf([.. folder, parts[^1]]);
        return path is not null && File.Exists(path) && !IsLink(path)
            ? path
            : throw new InvalidDataException($"the hard link '{entry.Name}' leads to '{entry.LinkName}', which is no file of the image.");
    }

    /// <summary>Follows a path from a real folder, links included, and answers the real folder it leads to; null when it is not there.</summary>
    private List<string>? Walk(List<string> from, IEnumerable<string> parts, bool create, int linksLeft)
    {
        var here = new List<string>(from);
        foreach (var part in parts)
        {
            if (part == "..")
            {
                if (here.Count == 0) throw new InvalidDataException("a link leads out of the image.");
                here.RemoveAt(here.Count - 1);
                continue;
            }

            if (part == ".") continue;
            var path = PathOf([.. here, part]);
            if (new FileInfo(path).LinkTarget is { } target)
            {
                if (linksLeft == 0) throw new InvalidDataException($"'{string.Join('/', here)}/{part}' is one of too many links.");
                if (Walk(here, target.Split('/'), create, linksLeft - 1) is not { } behind) return null;
                here = behind;
                continue;
            }

            if (!Directory.Exists(path))
            {
                if (!create) return null;
                File.Delete(path);
                OwnerOnly.CreateFolder(path);
            }

            here.Add(part);
        }

        return here;
    }

    /// <summary>A whiteout hides what lower layers brought, not what its own layer did.</summary>
    private void RemoveLower(IReadOnlyList<string> place, HashSet<string> written, bool itself = false)
    {
        var path = PathOf(place);
        if (itself && !written.Contains(path))
        {
            Remove(path);
            return;
        }

        if (!Directory.Exists(path) || IsLink(path)) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).ToArray())
            RemoveLower([.. place, entry!], written, itself: true);
    }

    private static string HiddenName(string name, string entry) =>
        Split(name[Whiteout.Length..], entry) is [var hidden] ? hidden : throw new InvalidDataException($"the whiteout '{entry}' names nothing.");

    private static List<string> Split(string path, string entry)
    {
        List<string> parts = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
        return parts.Contains("..") || path.Contains('\0', StringComparison.Ordinal)
            ? throw new InvalidDataException($"the entry '{entry}' names a place outside the image.")
            : parts;
    }

    private string PathOf(IEnumerable<string> place) => Path.Combine([root, .. place]);

    private static void Remove(string path)
    {
        if (Directory.Exists(path) && !IsLink(path)) Delete(path);
        else File.Delete(path);
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void SetMode(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode & Permissions);
}
