using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Values of the template language. They are JSON; nobody changes one after it was made.</summary>
internal static class Values
{
    private const int MostNodes = 250_000;
    private const int DeepestValue = 100;
    private const int LongestText = 4 * 1024 * 1024;

    public static string Kind(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "Null",
        JsonValueKind.Object => "Object",
        JsonValueKind.Array => "Array",
        JsonValueKind.String => "String",
        JsonValueKind.Number => TryInteger(value, out _) ? "Integer" : "Float",
        _ => "Boolean",
    };

    public static bool IsText(JsonNode? value, [NotNullWhen(true)] out string? text)
    {
        text = value is JsonValue candidate && candidate.GetValueKind() == JsonValueKind.String ? candidate.GetValue<string>() : null;
        return text is not null;
    }

    public static bool TryInteger(JsonNode? value, out long number)
    {
        number = 0;
        return value is JsonValue candidate && candidate.GetValueKind() == JsonValueKind.Number
            && (candidate.TryGetValue(out number) || (candidate.TryGetValue<int>(out var small) && (number = small) == small));
    }

    public static bool TryFlag(JsonNode? value, out bool flag)
    {
        flag = value?.GetValueKind() == JsonValueKind.True;
        return flag || value?.GetValueKind() == JsonValueKind.False;
    }

    /// <summary>As <c>string()</c> writes it.</summary>
    public static string Text(JsonNode? value)
    {
        if (IsText(value, out var text))
            return text;

        if (TryFlag(value, out var flag))
            return flag ? "True" : "False";

        return TryInteger(value, out var number) ? number.ToString(CultureInfo.InvariantCulture) : value?.ToJsonString(Compact) ?? "";
    }

    /// <summary>The same value where another tree can have it.</summary>
    public static JsonNode? Free(JsonNode? value) => value?.Parent is null ? value : value.DeepClone();

    /// <summary>What stands at the end of a path of names; null when there is nothing.</summary>
    public static JsonNode? At(JsonNode? value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            value = (value as JsonObject)?[name];

        return value;
    }

    public static JsonArray Array(IEnumerable<JsonNode?> items)
    {
        // One by one: the same value may come twice, and its second place needs a copy.
        var array = new JsonArray();
        foreach (var item in items)
            array.Add(Free(item));

        return array;
    }

    public static JsonNode? Parse(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(element),
    };

    /// <summary>Objects know their properties whatever the case of the letters.</summary>
    public static bool TryProperty(JsonObject value, string name, out JsonNode? property)
    {
        if (value.TryGetPropertyValue(name, out property))
            return true;

        foreach (var (key, candidate) in value)
        {
            if (!string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                continue;

            property = candidate;
            return true;
        }

        return false;
    }

    /// <summary>Refuses what grew out of all proportion: templates that double a value again and again.</summary>
    public static JsonNode? Bounded(JsonNode? value)
    {
        if (IsText(value, out var text) && text.Length > LongestText)
            throw new ExpressionException($"The language expression result exceeds the limit of {LongestText} characters.");

        if (value is not (JsonObject or JsonArray))
            return value;

        var waiting = new Stack<(JsonNode Node, int Depth)>([(value, 1)]);
        for (var count = 0; waiting.TryPop(out var next);)
        {
            var children = next.Node is JsonObject inner ? inner.Select(property => property.Value) : (JsonArray)next.Node;
            foreach (var child in children)
            {
                if (++count > MostNodes || next.Depth >= DeepestValue)
                    throw new ExpressionException($"The language expression result is too large: at most {MostNodes} values, nested at most {DeepestValue} deep.");

                if (child is JsonObject or JsonArray)
                    waiting.Push((child, next.Depth + 1));
            }
        }

        return value;
    }

    public static JsonSerializerOptions Compact { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };
}
