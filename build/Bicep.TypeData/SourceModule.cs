using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Bicep.TypeData;

/// <summary>One <c>types.json</c> of the official data: nodes that refer to each other by number.</summary>
internal sealed class SourceModule(JsonArray nodes)
{
    public IEnumerable<string> ResourceTypes => nodes.Where(node => Kind(node!) == "ResourceType").Select(node => Text(node!, "name"));

    public static SourceModule Read(byte[] json) =>
        new(JsonNode.Parse(json) as JsonArray ?? throw new JsonException("Type data are an array of nodes; this file is not."));

    /// <summary>The nodes that the wanted resource types lead to, in the order of the file; a reference is then a position in this list.</summary>
    public IReadOnlyList<JsonObject> Reachable(VersionSelection wanted)
    {
        var reached = new SortedSet<int>();
        var pending = new Stack<int>(Enumerable.Range(0, nodes.Count).Where(i => IsRoot(nodes[i]!, wanted)));
        while (pending.TryPop(out var index))
        {
            if (reached.Add(index))
            {
                foreach (var reference in References(nodes[index]!))
                {
                    pending.Push(reference);
                }
            }
        }

        var positions = reached.Select((index, position) => (index, position)).ToDictionary(pair => pair.index, pair => pair.position);
        return [.. reached.Select(index => (JsonObject)Renumbered(nodes[index]!, positions))];
    }

    private static bool IsRoot(JsonNode node, VersionSelection wanted) => Kind(node) switch
    {
        "ResourceType" => wanted.Contains(Text(node, "name")),
        "ResourceFunctionType" => wanted.Contains($"{Text(node, "resourceType")}@{Text(node, "apiVersion")}"),
        _ => false,
    };

    private static IEnumerable<int> References(JsonNode? node) => node switch
    {
        JsonObject value when value["$ref"] is { } reference => [Number(reference)],
        JsonObject value => value.SelectMany(member => References(member.Value)),
        JsonArray array => array.SelectMany(References),
        _ => [],
    };

    private static JsonNode Renumbered(JsonNode node, Dictionary<int, int> positions) => node switch
    {
        JsonObject value when value["$ref"] is { } reference => new JsonObject { ["$ref"] = positions[Number(reference)] },
        JsonObject value => new JsonObject(value.Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : Renumbered(member.Value, positions)))),
        JsonArray array => new JsonArray([.. array.Select(item => item is null ? null : Renumbered(item, positions))]),
        _ => node.DeepClone(),
    };

    private static int Number(JsonNode reference) => int.Parse(reference.GetValue<string>().AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);

    private static string Kind(JsonNode node) => Text(node, "$type");

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
