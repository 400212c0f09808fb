using System.Globalization;
using System.Text;

namespace Frostline.Bicep.Types;

/// <summary>The nodes of one source file; each is read when it is first asked for, since most never are.</summary>
internal sealed class TypeModule
{
    private readonly List<ReadOnlyMemory<byte>> _lines = [];
    private readonly Dictionary<int, TypeNode> _nodes = [];

    public void Add(ReadOnlyMemory<byte> line) => _lines.Add(line);

    public TypeNode Node(int index)
    {
        lock (_nodes)
        {
            if (!_nodes.TryGetValue(index, out var node))
            {
                _nodes.Add(index, node = Read(Encoding.UTF8.GetString(_lines[index].Span).Split('\t')));
            }

            return node;
        }
    }

    public static int Number(string field) => int.Parse(field, NumberStyles.None, CultureInfo.InvariantCulture);

    private TypeNode Read(string[] fields) => fields[0] switch
    {
        "O" => new ObjectNode(fields[1], Properties(fields, 3, (fields.Length - 3) / 3), fields[2].Length == 0 ? null : Reference(fields[2])),
        "D" => Discriminated(fields),
        "A" => new ArrayNode(Reference(fields[1]), Bound(fields, 2), Bound(fields, 3)),
        "U" => new UnionNode([.. fields.Skip(1).Select(Reference)]),
        "L" => new LiteralNode(Unescape(fields[1])),
        "S" => new StringNode(Bound(fields, 1), Bound(fields, 2), Field(fields, 4) is { Length: > 0 } pattern ? Unescape(pattern) : null, Field(fields, 3) == "1"),
        "I" => new IntegerNode(Bound(fields, 1), Bound(fields, 2)),
        "B" => new BooleanNode(),
        "N" => new NullNode(),
        _ => new AnyNode(),
    };

    private DiscriminatedNode Discriminated(string[] fields)
    {
        var count = Number(fields[3]);
        var variants = new Dictionary<string, TypeReference>(StringComparer.OrdinalIgnoreCase);
        for (var i = 4 + (count * 3); i + 1 < fields.Length; i += 2)
        {
            variants[Unescape(fields[i])] = Reference(fields[i + 1]);
        }

        return new DiscriminatedNode(fields[1], fields[2], Properties(fields, 4, count), variants);
    }

    private Dictionary<string, TypeProperty> Properties(string[] fields, int start, int count)
    {
        var properties = new Dictionary<string, TypeProperty>(count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < count; i++)
        {
            var at = start + (i * 3);
            var name = Unescape(fields[at]);
            properties[name] = new TypeProperty(name, (TypePropertyFlags)Number(fields[at + 1]), Reference(fields[at + 2]));
        }

        return properties;
    }

    private TypeReference Reference(string field)
    {
        var index = Number(field);
        return new TypeReference(() => Node(index));
    }

    private static string Field(string[] fields, int index) => index < fields.Length ? fields[index] : "";

    private static long? Bound(string[] fields, int index) =>
        Field(fields, index) is { Length: > 0 } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(text[i] != '\\' || i + 1 == text.Length ? text[i] : text[++i] switch { 't' => '\t', 'n' => '\n', var other => other });
        }

        return plain.ToString();
    }
}
