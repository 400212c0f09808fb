using System.IO.Compression;
using System.Text;

namespace Frostline.Bicep.TypeData;

/// <summary>Writes the compact file that <c>TypeCatalog</c> reads; its summary is the specification of the lines.</summary>
internal static class CatalogFile
{
    public static void Write(Stream target, IEnumerable<SourceModule> modules, VersionSelection selection)
    {
        using var gzip = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new StreamWriter(gzip, new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine("frostline-types 1");
        foreach (var nodes in modules.Select(module => module.Reachable(selection)).Where(nodes => nodes.Count > 0))
        {
            writer.WriteLine("M");
            foreach (var node in nodes)
            {
                writer.WriteLine(string.Join('\t', NodeLine.Fields(node)));
            }
        }
    }
}
