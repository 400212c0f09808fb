using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>Reads what is there and forgives what is not: the platform adds, omits and nulls members as it likes.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static int? Number(this JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? (int)value.GetValue<double>() : null;

    public static bool Flag(this JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static IEnumerable<JsonObject> Objects(this JsonObject? body, string name) =>
        (body?[name] as JsonArray ?? []).OfType<JsonObject>();
}
