using System.Text.Json;
using System.Text.Json.Nodes;

namespace Contract.Tests.OpenApi;

/// <summary>
/// Holds a body against an official schema: types, closed enumerations, required properties, and no property the schema does not know. Stricter than the
/// platform, which lets unknown ones pass.
/// </summary>
internal sealed class SchemaCheck(string what)
{
    /// <summary>What clients see or send though the files of 2024-03-01 do not have it: from later versions, or never documented.</summary>
    private static readonly string[] Later =
    [
        "properties.runningStatus", "properties.deploymentErrors", "properties.configuration.identitySettings", "properties.publicNetworkAccess",
    ];

    /// <summary>Whether required properties may be left out.</summary>
    public bool Partial { get; init; }

    public IEnumerable<string> Run(SchemaFile file, JsonObject schema, JsonNode body) => Check(file, schema, body, "$").Select(fault => $"{what} {fault}");

    private IEnumerable<string> Check(SchemaFile file, JsonObject schema, JsonNode? value, string path)
    {
        (file, schema) = file.Resolve(schema);
        if (value is null)
            return Partial || Type(schema) is null || schema["x-nullable"]?.GetValue<bool>() == true ? [] : [$"{path}: null where {Type(schema)} is due"];
        if (Type(schema) is { } type && !Fits(type, value))
            return [$"{path}: {value.ToJsonString()} where {type} is due"];
        if (schema["enum"] is JsonArray known && schema["x-ms-enum"]?["modelAsString"]?.GetValue<bool>() != true
            && !known.Any(item => JsonNode.DeepEquals(item, value)))
        {
            return [$"{path}: {value.ToJsonString()} is not one of {known.ToJsonString()}"];
        }

        return value switch
        {
            JsonArray array when schema["items"] is JsonObject items => array.SelectMany((item, index) => Check(file, items, item, $"{path}[{index}]")),
            JsonObject body => CheckObject(file, schema, body, path),
            _ => [],
        };
    }

    private IEnumerable<string> CheckObject(SchemaFile file, JsonObject schema, JsonObject body, string path)
    {
        var shape = new Shape();
        Gather(file, schema, shape);
        foreach (var missing in Partial ? [] : shape.Required.Where(name => !body.ContainsKey(name)))
            yield return $"{path}.{missing}: is required";

        foreach (var (name, value) in body)
        {
            var place = $"{path}.{name}";
            if (shape.Properties.TryGetValue(name, out var property))
            {
                foreach (var fault in Check(property.File, property.Schema, value, place))
                    yield return fault;
            }
            else if (shape.Others is { } others)
            {
                foreach (var fault in Check(others.File, others.Schema, value, place))
                    yield return fault;
            }
            else if (!shape.Open && !Later.Any(known => place.EndsWith($".{known}", StringComparison.Ordinal)))
            {
                yield return $"{place}: is not known";
            }
        }
    }

    private static void Gather(SchemaFile file, JsonObject schema, Shape shape)
    {
        (file, schema) = file.Resolve(schema);
        foreach (var part in schema["allOf"] as JsonArray ?? [])
            Gather(file, part!.AsObject(), shape);
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
            shape.Properties[name] = (file, property!.AsObject());
        foreach (var name in schema["required"] as JsonArray ?? [])
            shape.Required.Add(name!.GetValue<string>());
        if (schema["additionalProperties"] is JsonObject others)
            shape.Others = (file, others);

        // A schema that names nothing says nothing.
        shape.Open |= schema["additionalProperties"] is JsonValue || (schema["properties"] is null && schema["allOf"] is null && schema["additionalProperties"] is null);
    }

    /// <summary>Null for any value at all, which the files also write as an object of no properties.</summary>
    private static string? Type(JsonObject schema) => schema["type"]?.GetValue<string>() is not "object" and var type ? type
        : schema["properties"] is null && schema["additionalProperties"] is null && schema["allOf"] is null ? null : "object";

    private static bool Fits(string type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        ("object", var kind) => kind == JsonValueKind.Object,
        ("array", var kind) => kind == JsonValueKind.Array,
        ("string", var kind) => kind == JsonValueKind.String,
        ("boolean", var kind) => kind is JsonValueKind.True or JsonValueKind.False,
        ("integer", var kind) => kind == JsonValueKind.Number && value.AsValue().TryGetValue<long>(out _),
        ("number", var kind) => kind == JsonValueKind.Number,
        _ => true,
    };

    private sealed class Shape
    {
        public Dictionary<string, (SchemaFile File, JsonObject Schema)> Properties { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Required { get; } = [];

        public (SchemaFile File, JsonObject Schema)? Others { get; set; }

        public bool Open { get; set; }
    }
}
