using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Frostline.Scanning.Files;

/// <summary>A value of a YAML file with the line it is on. An alias is the node it names; a mapping has what it merges with <c>&lt;&lt;</c>.</summary>
internal sealed class YamlNode(int line)
{
    private const int Deepest = 64;

    private readonly List<KeyValuePair<string, YamlNode>> entries = [];
    private readonly List<YamlNode> items = [];

    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    /// <summary>The scalar; null when it is something else.</summary>
    public string? Text { get; private init; }

    /// <summary>Lines below <see cref="Line"/> that a block of text begins.</summary>
    public bool IsBlock { get; private init; }

    public IReadOnlyList<KeyValuePair<string, YamlNode>> Entries => entries;

    public IReadOnlyList<YamlNode> Items => items;

    /// <summary>The value of a key, its own or a merged one; null when there is none.</summary>
    public YamlNode? this[string key] => entries.Find(entry => entry.Key == key).Value ?? Merged.Select(node => node[key]).FirstOrDefault(value => value is not null);

    private IEnumerable<YamlNode> Merged => entries.Find(entry => entry.Key == "<<").Value is { } merged ? merged.Items.Count > 0 ? merged.Items : [merged] : [];

    /// <exception cref="YamlException">It is no YAML.</exception>
    public static YamlNode? Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            return parser.TryConsume<DocumentStart>(out _) ? Read(parser, 0, []) : null;
        }
        catch (InvalidOperationException broken)
        {
            throw new YamlException("is no whole YAML", broken);
        }
    }

    /// <summary>A node is known by its anchor once it is whole: it cannot hold itself, and an alias costs nothing.</summary>
    private static YamlNode Read(IParser parser, int depth, Dictionary<string, YamlNode> anchors)
    {
        if (depth > Deepest)
            throw new YamlException("is nested deeper than anybody reads");
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return anchors.GetValueOrDefault(alias.Value.Value) ?? new((int)alias.Start.Line);
        var anchor = parser.Current is NodeEvent { Anchor.IsEmpty: false } named ? named.Anchor.Value : null;
        var node = ReadWhole(parser, depth, anchors);
        if (anchor is not null)
            anchors[anchor] = node;
        return node;
    }

    private static YamlNode ReadWhole(IParser parser, int depth, Dictionary<string, YamlNode> anchors)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
            return new((int)scalar.Start.Line) { Text = scalar.Value, IsBlock = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded };
        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            var node = new YamlNode((int)mapping.Start.Line);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = Read(parser, depth + 1, anchors);
                node.entries.Add(new(key.Text ?? "", Read(parser, depth + 1, anchors)));
            }

            return node;
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var node = new YamlNode((int)sequence.Start.Line);
            while (!parser.TryConsume<SequenceEnd>(out _))
                node.items.Add(Read(parser, depth + 1, anchors));
            return node;
        }

        return new((int)parser.Consume<ParsingEvent>().Start.Line);
    }
}
