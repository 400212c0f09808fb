using System.Text.Json;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Reads parts of a document whose shape nobody has checked.</summary>
internal static class JsonParts
{
    /// <summary>The property; undefined when there is none, or the value is no object.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static bool Has(this JsonElement element, string name) => element.At(name).ValueKind != JsonValueKind.Undefined;

    public static string? AsText(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    public static bool IsTrue(this JsonElement element) => element.ValueKind == JsonValueKind.True;
}
