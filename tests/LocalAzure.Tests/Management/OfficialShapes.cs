using System.Text.Json.Nodes;

namespace LocalAzure.Tests.Management;

/// <summary>
/// Names and values of the official OpenAPI of Microsoft.App and Microsoft.Resources 2024-03-01, as facts in files. Tells what of a body they do not know.
/// </summary>
internal static class OfficialShapes
{
    private static readonly JsonObject Shapes = Read();

    /// <summary>What clients see of the platform though the file does not have it: added later, or never documented.</summary>
    private static readonly string[] Later = ["$.properties.runningStatus"];

    public static IReadOnlyList<string> FindUnknown(string shape, JsonNode body) => [.. Walk(Shapes[shape]!.AsObject(), body, "$")];

    private static IEnumerable<string> Walk(JsonObject properties, JsonNode body, string path)
    {
        foreach (var (name, value) in body.AsObject())
        {
            var place = $"{path}.{name}";
            if (Later.Contains(place) || value is null)
                continue;

            if (properties[name] is not JsonObject known)
                yield return place;
            else
                foreach (var unknown in Check(known, value, place))
                    yield return unknown;
        }
    }

    private static IEnumerable<string> Check(JsonObject known, JsonNode value, string path)
    {
        if (known["enum"] is JsonArray values && !values.Select(item => item!.GetValue<string>()).Contains(value.GetValue<string>()))
            return [$"{path} = {value}"];

        if (known["items"] is JsonObject item)
            return value.AsArray().SelectMany((element, index) => Check(item, element!, $"{path}[{index}]"));

        if (known["properties"] is JsonObject inner)
            return Walk(inner, value, path);

        return known["type"]?.GetValue<string>() is { } type && Shapes[type] is JsonObject shape && value is JsonObject ? Walk(shape, value, path) : [];
    }

    private static JsonObject Read()
    {
        var shapes = new JsonObject();
        foreach (var name in new[] { "container-apps-2024-03-01.json", "deployments-2024-03-01.json" })
        {
            using var stream = typeof(OfficialShapes).Assembly.GetManifestResourceStream(name)!;
            foreach (var (shape, properties) in JsonNode.Parse(stream)!.AsObject())
                shapes.Add(shape, properties!.DeepClone());
        }

        return shapes;
    }
}
