using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Frostline.Delivery.Settings;

/// <summary>The JSON schema of <c>pipeline.json</c>, made from the records that read it.</summary>
public static class PipelineSchema
{
    private static readonly JsonSerializerOptions Options = new(DeliveryJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The schema as indented JSON with a line feed at its end: the content of <c>infrastructure/pipeline.schema.json</c>.</summary>
    public static string Write() => Write(typeof(PipelineSettings), "Settings of the pipeline");

    /// <summary>The schema of another file that is read in the same way.</summary>
    internal static string Write(Type record, string title)
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = (JsonObject)Options.GetJsonSchemaAsNode(record, exporter);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        ((JsonObject)schema["properties"]!).Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        return schema.ToJsonString(DeliveryJson.Options).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema || context.PropertyInfo?.AttributeProvider is not PropertyInfo property)
            return node;
        // A member that may be left out is left out, never written as null.
        if (schema["type"] is JsonArray types)
            schema["type"] = types.First(type => (string?)type != "null")!.DeepClone();
        schema.Remove("$comment");
        if (property.GetCustomAttribute<DescriptionAttribute>() is { } description)
            schema.Insert(0, "description", description.Description);
        if (property.GetCustomAttribute<MatchesAttribute>() is { } form)
            (schema["items"] as JsonObject ?? schema)["pattern"] = form.Pattern;
        if (property.GetCustomAttribute<KeysAttribute>() is { } keys)
            schema["propertyNames"] = new JsonObject { ["pattern"] = keys.Pattern };
        if (property.GetCustomAttribute<BetweenAttribute>() is { } bounds)
            Limit(schema["items"] as JsonObject ?? schema, bounds);
        if ((Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(TimeSpan))
            schema["pattern"] = @"^(\d+\.)?\d\d:\d\d:\d\d(\.\d{1,7})?$";
        AddDefault(schema, property);
        return schema;
    }

    private static void Limit(JsonObject schema, BetweenAttribute bounds)
    {
        schema["minimum"] = bounds.Minimum;
        schema["maximum"] = bounds.Maximum;
    }

    private static void AddDefault(JsonObject schema, PropertyInfo property)
    {
        if (property.IsDefined(typeof(RequiredMemberAttribute)))
            return;
        var value = JsonSerializer.SerializeToNode(property.GetValue(Activator.CreateInstance(property.DeclaringType!)), Options);
        if (value is JsonValue or JsonArray { Count: > 0 })
            schema["default"] = value;
    }
}
