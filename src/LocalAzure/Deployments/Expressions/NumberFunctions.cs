using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

internal static class NumberFunctions
{
    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["add"] = call => checked(call.Integer(0) + call.Integer(1)),
        ["sub"] = call => checked(call.Integer(0) - call.Integer(1)),
        ["mul"] = call => checked(call.Integer(0) * call.Integer(1)),
        ["div"] = call => checked(call.Integer(0) / call.Integer(1)),
        ["mod"] = call => call.Integer(1) == -1 ? 0L : call.Integer(0) % call.Integer(1),
        ["min"] = call => call.Integers().Min(),
        ["max"] = call => call.Integers().Max(),
        ["int"] = Integer,
        ["float"] = call => Values.IsText(call[0], out var text) ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : Number(call[0]) ?? throw call.Wrong("it takes a string or a number"),
        ["range"] = Range,
    };

    private static JsonNode Integer(Call call)
    {
        if (Values.TryInteger(call[0], out var whole))
            return whole;

        if (Values.IsText(call[0], out var text))
            return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw call.Wrong($"'{text}' is not an integer");

        return Number(call[0]) is { } number ? checked((long)number) : throw call.Wrong("it takes a string or a number");
    }

    private static double? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;

    private static JsonArray Range(Call call)
    {
        var (start, count) = (call.Integer(0), call.Integer(1));
        return count is < 0 or > 10_000
            ? throw call.Wrong($"the count must be between 0 and 10000, not {count}")
            : Values.Array(Enumerable.Range(0, (int)count).Select(index => (JsonNode?)JsonValue.Create(checked(start + index))));
    }
}
