using System.IO.Compression;
using System.Text;

namespace Frostline.Bicep.Types;

/// <summary>
/// The resource types that are known, read from a compact file that is made of the official type data
/// (<see href="https://github.com/Azure/bicep-types-az">bicep-types-az</see>): names, kinds and flags only.
/// <para>
/// The file is gzip of UTF-8 text with lines ended by <c>\n</c> and fields parted by tabs. The first line is <c>frostline-types 1</c>.
/// A line <c>M name</c> begins a module (one <c>types.json</c>); every further line is one node of it, numbered from 0 in order; references are such numbers:
/// </para>
/// <code>
/// R type@version body readableScopes writableScopes    resource
/// F name type@version output                           resource function (output: a node)
/// O name additional (property flags type)*             object; additional is a node or empty
/// D name discriminator count (property flags type){count} (value type)*   discriminated object
/// A item minLength maxLength                           array; lengths may be empty
/// U element*                                           union
/// L text                                               string literal
/// S minLength maxLength sensitive pattern              string; sensitive is 1 or empty, others may be empty
/// I minimum maximum                                    integer
/// B    Y    N                                          boolean, any, null
/// </code>
/// <para>Flags of properties: 1 required, 2 read-only, 4 write-only, 8 known at the start of a deployment, 16 identifier.
/// Tabs, line ends and backslashes in texts are <c>\t</c>, <c>\n</c> and <c>\\</c>.</para>
/// </summary>
public sealed class TypeCatalog
{
    private readonly Dictionary<string, ResourceEntry> _resources = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<string>> _versions = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _providers = new(StringComparer.OrdinalIgnoreCase);

    private static readonly Lazy<TypeCatalog> EmbeddedCatalog = new(ReadEmbedded);

    private TypeCatalog()
    {
    }

    /// <summary>A catalog that knows no type: nothing is checked against it.</summary>
    public static TypeCatalog Empty { get; } = new();

    /// <summary>The catalog within this assembly.</summary>
    public static TypeCatalog Embedded => EmbeddedCatalog.Value;

    /// <summary>All types with their api-versions, oldest first.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Types =>
        _versions.Select(entry => KeyValuePair.Create(entry.Key, (IReadOnlyList<string>)entry.Value));

    /// <summary>Reads a catalog file.</summary>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static TypeCatalog Read(Stream compressed)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Decompress))
        {
            gzip.CopyTo(unpacked);
        }

        return Parse(unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length));
    }

    /// <summary>The api-versions of a type, oldest first; empty when the type is unknown.</summary>
    public IReadOnlyList<string> VersionsOf(string type) => _versions.TryGetValue(type, out var versions) ? versions : [];

    /// <summary>Some type of this provider (<c>Microsoft.App</c>) is in the catalog, so that a missing one is worth a word.</summary>
    public bool KnowsProvider(string provider) => _providers.Contains(provider);

    /// <summary>The type of a resource, or null when type or version is not in the catalog.</summary>
    internal ResourceShape? Find(string type, string apiVersion) =>
        _resources.TryGetValue($"{type}@{apiVersion}", out var entry)
            ? new ResourceShape(type, apiVersion, entry.Module.Node(entry.Body), entry.WritableScopes)
            : null;

    internal static TypeCatalog Parse(ReadOnlyMemory<byte> text)
    {
        var catalog = new TypeCatalog();
        var header = "frostline-types 1\n"u8;
        if (!text.Span.StartsWith(header))
        {
            throw new InvalidDataException("The type data do not begin with 'frostline-types 1'. Make them again with the type data tool.");
        }

        TypeModule? module = null;
        for (var position = header.Length; position < text.Length;)
        {
            var length = text.Span[position..].IndexOf((byte)'\n');
            var end = length < 0 ? text.Length : position + length;
            var line = text[position..end];
            position = end + 1;
            if (line.IsEmpty)
            {
                continue;
            }

            if (line.Span[0] == (byte)'M')
            {
                module = new TypeModule();
                continue;
            }

            if (module is null)
            {
                throw new InvalidDataException("The type data have a node before the first module.");
            }

            module.Add(line);
            if (line.Span[0] == (byte)'R')
            {
                catalog.Add(module, Encoding.UTF8.GetString(line.Span).Split('\t'));
            }
        }

        foreach (var versions in catalog._versions.Values)
        {
            versions.Sort(StringComparer.OrdinalIgnoreCase);
        }

        return catalog;
    }

    private void Add(TypeModule module, string[] fields)
    {
        var name = fields[1];
        var at = name.LastIndexOf('@');
        var type = name[..at];
        if (!_resources.TryAdd(name, new ResourceEntry(module, TypeModule.Number(fields[2]), TypeModule.Number(fields[4]))))
        {
            return;
        }

        _providers.Add(type.Split('/')[0]);
        if (!_versions.TryGetValue(type, out var versions))
        {
            _versions.Add(type, versions = []);
        }

        versions.Add(name[(at + 1)..]);
    }

    private static TypeCatalog ReadEmbedded()
    {
        using var stream = typeof(TypeCatalog).Assembly.GetManifestResourceStream("types.gz");
        return stream is null ? Empty : Read(stream);
    }

    private sealed record ResourceEntry(TypeModule Module, int Body, int WritableScopes);
}
