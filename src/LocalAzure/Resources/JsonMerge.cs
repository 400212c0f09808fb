using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Resources;

/// <summary>JSON merge patch (RFC 7396): objects are merged, everything else, arrays among them, is replaced whole, null removes.</summary>
internal static class JsonMerge
{
    private static readonly JsonNodeOptions AnySpelling = new() { PropertyNameCaseInsensitive = true };

    public static JsonElement Apply(JsonElement target, JsonElement patch) =>
        JsonSerializer.SerializeToElement(Merge(ToNode(target), patch));

    /// <summary>The same value without null properties: an absent property and a null one mean the same to the platform.</summary>
    public static JsonElement WithoutNulls(JsonElement value) => JsonSerializer.SerializeToElement(Strip(ToNode(value)));

    /// <summary>To be read and changed without regard to how a client spells the names, as the platform does.</summary>
    public static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value, AnySpelling),
        JsonValueKind.Array => JsonArray.Create(value, AnySpelling),
        _ => JsonSerializer.SerializeToNode(value),
    };

    private static JsonNode? Merge(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
            return ToNode(patch);

        var merged = target as JsonObject ?? [];
        foreach (var property in patch.EnumerateObject())
        {
            var name = FindName(merged, property.Name);
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                merged.Remove(name);
                continue;
            }

            merged.TryGetPropertyValue(name, out var existing);
            merged.Remove(name);
            merged[name] = Merge(existing, property.Value);
        }

        return merged;
    }

    private static string FindName(JsonObject parent, string name) =>
        parent.Select(property => property.Key).FirstOrDefault(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) ?? name;

    private static JsonNode? Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject value:
                foreach (var property in value.Where(property => property.Value is null).ToList())
                    value.Remove(property.Key);
                foreach (var property in value)
                    Strip(property.Value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Strip(item);
                break;
        }

        return node;
    }
}
