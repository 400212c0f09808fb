using System.Formats.Tar;
using System.Text;

namespace LocalAzure.Tests.Registry;

/// <summary>Layers written by hand, well-meant and otherwise.</summary>
internal static class Tar
{
    public static PaxTarEntry File(string name, string text = "") =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)), Mode = (UnixFileMode)0b110_100_100 };

    public static PaxTarEntry Folder(string name) => new(TarEntryType.Directory, name) { Mode = (UnixFileMode)0b111_101_101 };

    public static PaxTarEntry SymbolicLink(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    public static PaxTarEntry HardLink(string name, string target) => new(TarEntryType.HardLink, name) { LinkName = target };

    public static byte[] Of(params TarEntry[] entries)
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, leaveOpen: true))
        {
            foreach (var entry in entries) tar.WriteEntry(entry);
        }

        return content.ToArray();
    }
}
