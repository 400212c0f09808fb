using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>What a parameter or output says of its values: type, limits, shape. Types of the template's own are followed.</summary>
internal sealed class ValueSchema(JsonElement json, Template template)
{
    private const int DeepestType = 32;

    public bool IsSecret => Kind(json) is "securestring" or "secureobject";

    public bool IsNullable => Resolve(json).Any(schema => schema.At("nullable").IsTrue());

    /// <summary>As the platform spells it.</summary>
    public string TypeName => Kind(json) switch
    {
        "string" => "String",
        "securestring" => "SecureString",
        "int" => "Int",
        "bool" => "Bool",
        "object" => "Object",
        "secureobject" => "SecureObject",
        "array" => "Array",
        var other => other,
    };

    /// <summary>A text that is an expression stands for a value that is not known yet, and fits.</summary>
    public bool FitsUnknown { get; init; }

    /// <summary>Null when the value fits, else a sentence why not.</summary>
    public string? Refuse(JsonNode? value) => Refuse(json, value, "", 0);

    /// <summary>The texts in a value that must never be shown.</summary>
    public IEnumerable<string> Secrets(JsonNode? value) => Secrets(json, value, 0);

    private string Kind(JsonElement schema) => Resolve(schema).Select(part => part.At("type").AsText())
        .FirstOrDefault(type => type is not null)?.ToLowerInvariant() ?? "";

    /// <summary>The schema itself, then the definitions it refers to.</summary>
    private IEnumerable<JsonElement> Resolve(JsonElement schema)
    {
        for (var depth = 0; depth < DeepestType; depth++)
        {
            yield return schema;
            if (schema.At("$ref").AsText() is not { } path)
                yield break;

            const string start = "#/definitions/";
            if (!path.StartsWith(start, StringComparison.Ordinal) || !template.Definitions.TryGetValue(Uri.UnescapeDataString(path[start.Length..]).Replace("~1", "/", StringComparison.Ordinal), out schema))
                throw template.Invalid($"The type '{path}' is not defined", "definitions");
        }

        throw template.Invalid("A type refers to itself", "definitions");
    }

    private JsonElement Find(JsonElement schema, string name) => Resolve(schema).Select(part => part.At(name)).FirstOrDefault(value => value.ValueKind != JsonValueKind.Undefined);

    private string? Refuse(JsonElement schema, JsonNode? value, string path, int depth)
    {
        if (depth > DeepestType || (FitsUnknown && Values.IsText(value, out var unknown) && ExpressionParser.IsExpression(unknown)))
            return null;

        if (value is null && Find(schema, "nullable").ValueKind == JsonValueKind.True)
            return null;

        if (Find(schema, "discriminator") is { ValueKind: JsonValueKind.Object } discriminator)
            schema = Variant(discriminator, value) ?? schema;

        var at = path.Length == 0 ? "" : $" at '{path}'";
        var type = Kind(schema);
        var fits = type switch
        {
            "string" or "securestring" => Values.IsText(value, out _),
            "int" => Values.TryInteger(value, out _),
            "bool" => Values.TryFlag(value, out _),
            "object" or "secureobject" => value is JsonObject,
            "array" => value is JsonArray,
            _ => true,
        };
        if (!fits)
            return $"Expected a value of type '{TypeNameOf(type)}'{at}, but received a value of type '{Values.Kind(value)}'";

        if (Find(schema, "allowedValues") is { ValueKind: JsonValueKind.Array } allowed && !Allows(allowed, value))
        {
            var shown = type.StartsWith("secure", StringComparison.Ordinal) ? "*******" : Values.Text(value);
            var values = string.Join(",", allowed.EnumerateArray().Select(item => Values.Text(Values.Parse(item))));
            return $"The provided value{at} is not valid. The value '{shown}' is not part of the allowed value(s): '{values}'";
        }

        return RefuseLimits(schema, value, at) ?? value switch
        {
            JsonArray items => RefuseItems(schema, items, path, depth),
            JsonObject properties => RefuseProperties(schema, properties, path, depth),
            _ => null,
        };
    }

    private static string TypeNameOf(string type) => type.Length == 0 ? type : $"{char.ToUpperInvariant(type[0])}{type[1..]}";

    /// <summary>An array may be one of the allowed values, or made of them.</summary>
    private static bool Allows(JsonElement allowed, JsonNode? value)
    {
        var values = allowed.EnumerateArray().Select(Values.Parse).ToList();
        return values.Any(candidate => LogicFunctions.Same(candidate, value))
            || (value is JsonArray items && items.All(item => values.Any(candidate => LogicFunctions.Same(candidate, item))));
    }

    private string? RefuseLimits(JsonElement schema, JsonNode? value, string at)
    {
        long? Limit(string name) => Find(schema, name) is { ValueKind: JsonValueKind.Number } limit && limit.TryGetInt64(out var number) ? number : null;

        if (Values.TryInteger(value, out var whole))
        {
            if (whole < Limit("minValue"))
                return $"The provided value{at} is not valid: {whole} is less than the minimum {Limit("minValue")}";

            return whole > Limit("maxValue") ? $"The provided value{at} is not valid: {whole} is more than the maximum {Limit("maxValue")}" : null;
        }

        var length = value switch
        {
            JsonArray items => items.Count,
            JsonObject properties => properties.Count,
            _ => Values.IsText(value, out var text) ? text.Length : (long?)null,
        };
        if (length < Limit("minLength"))
            return $"The provided value{at} is not valid: its length {length} is less than the minimum {Limit("minLength")}";

        return length > Limit("maxLength") ? $"The provided value{at} is not valid: its length {length} is more than the maximum {Limit("maxLength")}" : null;
    }

    private string? RefuseItems(JsonElement schema, JsonArray items, string path, int depth)
    {
        var prefix = Find(schema, "prefixItems");
        var rest = Find(schema, "items");
        for (var index = 0; index < items.Count; index++)
        {
            var item = prefix.ValueKind == JsonValueKind.Array && index < prefix.GetArrayLength() ? prefix[index] : rest;
            if (item.ValueKind == JsonValueKind.Object && Refuse(item, items[index], $"{path}[{index}]", depth + 1) is { } refusal)
                return refusal;
        }

        return rest.ValueKind == JsonValueKind.False && items.Count > prefix.GetArrayLength() ? $"The array at '{path}' has more than {prefix.GetArrayLength()} items" : null;
    }

    private string? RefuseProperties(JsonElement schema, JsonObject properties, string path, int depth)
    {
        var known = Find(schema, "properties");
        if (known.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in known.EnumerateObject())
            {
                var place = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                if (Values.TryProperty(properties, property.Name, out var value))
                {
                    if (Refuse(property.Value, value, place, depth + 1) is { } refusal)
                        return refusal;
                }
                else if (Find(property.Value, "nullable").ValueKind != JsonValueKind.True)
                {
                    return $"The property '{place}' is required, and has no value";
                }
            }
        }

        var other = Find(schema, "additionalProperties");
        foreach (var (name, value) in properties)
        {
            if (known.ValueKind == JsonValueKind.Object && known.EnumerateObject().Any(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)))
                continue;

            if (other.ValueKind == JsonValueKind.False)
                return $"The property '{(path.Length == 0 ? name : $"{path}.{name}")}' is not known";

            if (other.ValueKind == JsonValueKind.Object && Refuse(other, value, $"{path}.{name}", depth + 1) is { } refusal)
                return refusal;
        }

        return null;
    }

    private static JsonElement? Variant(JsonElement discriminator, JsonNode? value) =>
        value is JsonObject properties && discriminator.At("propertyName").AsText() is { } name && Values.TryProperty(properties, name, out var kind)
        && Values.IsText(kind, out var text) && discriminator.At("mapping").At(text) is { ValueKind: JsonValueKind.Object } variant
            ? variant
            : null;

    private IEnumerable<string> Secrets(JsonElement schema, JsonNode? value, int depth)
    {
        if (value is null || depth > DeepestType)
            return [];

        if (Find(schema, "discriminator") is { ValueKind: JsonValueKind.Object } discriminator)
            schema = Variant(discriminator, value) ?? schema;

        if (Kind(schema) is "securestring" or "secureobject")
            return Texts(value);

        var known = Find(schema, "properties");
        var items = Find(schema, "items");
        var other = Find(schema, "additionalProperties");
        return value switch
        {
            JsonArray array when items.ValueKind == JsonValueKind.Object => array.SelectMany(item => Secrets(items, item, depth + 1)),
            JsonObject properties => properties.SelectMany(property =>
                known.Has(property.Key) ? Secrets(known.At(property.Key), property.Value, depth + 1)
                : other.ValueKind == JsonValueKind.Object ? Secrets(other, property.Value, depth + 1) : []),
            _ => [],
        };
    }

    private static IEnumerable<string> Texts(JsonNode? value) => value switch
    {
        JsonObject properties => properties.SelectMany(property => Texts(property.Value)),
        JsonArray items => items.SelectMany(Texts),
        _ => Values.IsText(value, out var text) && text.Length > 0 ? [text] : [],
    };
}
