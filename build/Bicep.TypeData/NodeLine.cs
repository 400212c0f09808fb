using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Bicep.TypeData;

/// <summary>One node as the fields of a line.</summary>
internal static class NodeLine
{
    public static IEnumerable<string> Fields(JsonObject node) => Field(node, "$type") switch
    {
        "ResourceType" => ["R", Field(node, "name"), Reference(node["body"]), Field(node, "readableScopes"), Field(node, "writableScopes")],
        "ResourceFunctionType" => ["F", Field(node, "name"), $"{Field(node, "resourceType")}@{Field(node, "apiVersion")}", Reference(node["output"])],
        "ObjectType" => ["O", Field(node, "name"), Reference(node["additionalProperties"]), .. Properties(node, "properties")],
        "DiscriminatedObjectType" => [
            "D", Field(node, "name"), Field(node, "discriminator"), Count(node, "baseProperties"), .. Properties(node, "baseProperties"),
            .. node["elements"]!.AsObject().SelectMany(element => new[] { Escaped(element.Key), Reference(element.Value) })],
        "ArrayType" => ["A", Reference(node["itemType"]), Field(node, "minLength"), Field(node, "maxLength")],
        "UnionType" => ["U", .. node["elements"]!.AsArray().Select(Reference)],
        "StringLiteralType" => ["L", Field(node, "value")],
        "StringType" => ["S", Field(node, "minLength"), Field(node, "maxLength"), Field(node, "sensitive") == "true" ? "1" : "", Field(node, "pattern")],
        "IntegerType" => ["I", Field(node, "minValue"), Field(node, "maxValue")],
        "BooleanType" => ["B"],
        "NullType" => ["N"],
        "AnyType" => ["Y"],
        var unknown => throw new JsonException($"The type data have a node of kind '{unknown}', which the catalog has no line for."),
    };

    private static IEnumerable<string> Properties(JsonObject node, string name) => node[name]!.AsObject().SelectMany(property => new[]
    {
        Escaped(property.Key), Field(property.Value!.AsObject(), "flags") is { Length: > 0 } flags ? flags : "0", Reference(property.Value!["type"]),
    });

    private static string Count(JsonObject node, string name) => $"{node[name]!.AsObject().Count}";

    private static string Reference(JsonNode? node) => node is null ? "" : node["$ref"]!.ToJsonString();

    private static string Field(JsonObject node, string name) => node[name] is { } value
        ? Escaped(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString())
        : "";

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
