using System.Text.Json.Nodes;
using Frostline.Bicep.Evaluation;

namespace Bicep.Tests.Policy;

/// <summary>Evaluated resources made of JSON; a string in brackets is symbolic.</summary>
internal static class Sample
{
    public static EvaluatedResource Resource(string type, string json, string name = "sample", string? scope = null) => new()
    {
        Symbol = "sample",
        Type = type,
        ApiVersion = "2025-01-01",
        Name = name,
        Scope = scope ?? "/subscriptions/s/resourceGroups/g",
        Id = $"/subscriptions/s/resourceGroups/g/{type}/{name}",
        Body = (ObjectValue)Value(JsonNode.Parse(json)),
        At = new SourceSpot("main.bicep", 1, 1),
        Module = "",
    };

    public static EvaluatedTemplate Template(params EvaluatedResource[] resources) => new(resources, [], new Dictionary<string, BicepValue>(), []);

    public static BicepValue Value(JsonNode? node) => node switch
    {
        null => BicepValue.Null,
        JsonObject value => new ObjectValue(value.Select((member, i) => new BicepMember(member.Key, Value(member.Value), new SourceSpot("main.bicep", i + 2, 3)))),
        JsonArray array => new ArrayValue(array.Select(Value)),
        _ => node.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True => new BooleanValue(true),
            System.Text.Json.JsonValueKind.False => new BooleanValue(false),
            System.Text.Json.JsonValueKind.Number when node.AsValue().TryGetValue(out long number) => new IntegerValue(number),
            System.Text.Json.JsonValueKind.Number => new DecimalValue(node.GetValue<decimal>()),
            _ when node.GetValue<string>() is ['[', .. var expression, ']'] => new SymbolicValue(expression),
            _ => new StringValue(node.GetValue<string>()),
        },
    };
}
