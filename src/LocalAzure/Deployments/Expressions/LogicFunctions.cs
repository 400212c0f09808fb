using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

internal static class LogicFunctions
{
    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["true"] = _ => true,
        ["false"] = _ => false,
        ["null"] = _ => null,
        ["not"] = call => !call.Flag(0),
        ["bool"] = Bool,
        ["equals"] = call => Same(call[0], call[1]),
        ["less"] = call => Compare(call) < 0,
        ["lessOrEquals"] = call => Compare(call) <= 0,
        ["greater"] = call => Compare(call) > 0,
        ["greaterOrEquals"] = call => Compare(call) >= 0,
        ["fail"] = call => throw new ExpressionException(call.OptionalText(0) ?? "The template failed."),
    };

    public static bool Same(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right);

    private static JsonNode Bool(Call call)
    {
        if (Values.TryFlag(call[0], out var flag))
            return flag;

        if (Values.TryInteger(call[0], out var number))
            return number != 0;

        return Values.IsText(call[0], out var text) && (bool.TryParse(text, out flag) || text is "1" or "0") ? flag || text == "1" : throw call.Wrong("the value is not a Boolean");
    }

    private static int Compare(Call call)
    {
        if (Values.TryInteger(call[0], out var left) && Values.TryInteger(call[1], out var right))
            return left.CompareTo(right);

        if (call[0]?.GetValueKind() == JsonValueKind.Number && call[1]?.GetValueKind() == JsonValueKind.Number)
            return call[0]!.GetValue<double>().CompareTo(call[1]!.GetValue<double>());

        return string.CompareOrdinal(call.Text(0), call.Text(1));
    }
}
