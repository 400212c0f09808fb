using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Bicep.Reports;

namespace Frostline.Bicep.Plans;

/// <summary>A plan as a file, made for reading: it is what a review shows as a diff.</summary>
public static class PlanFile
{
    /// <summary>Indented JSON, its lines ended by <c>\n</c>; symbolic values are marked by brackets.</summary>
    public static string Write(Plan plan)
    {
        var document = new JsonObject
        {
            ["environment"] = plan.Environment,
            ["resources"] = new JsonArray([.. plan.Resources.Select(Entry)]),
        };
        return ReadableJson.Write(document);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is not a plan.</exception>
    public static Plan Read(string json, string path)
    {
        try
        {
            var document = JsonNode.Parse(json)!.AsObject();
            return new Plan(Text(document, "environment"), [.. document["resources"]!.AsArray().Select(entry => Resource(entry!.AsObject()))]);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or NullReferenceException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path}: is not a plan ({malformed.Message}). Restore it from version control, or accept the plan of now with --update-snapshots.", malformed);
        }
    }

    private static JsonObject Entry(PlannedResource resource)
    {
        var entry = new JsonObject
        {
            ["type"] = resource.Type,
            ["apiVersion"] = resource.ApiVersion,
            ["name"] = resource.Name,
            ["scope"] = resource.Scope,
        };
        if (resource.Module.Length > 0)
        {
            entry["module"] = resource.Module;
        }

        if (resource.Condition is { } condition)
        {
            entry["condition"] = condition;
        }

        entry["body"] = resource.Body.DeepClone();
        return entry;
    }

    private static PlannedResource Resource(JsonObject entry) => new(Text(entry, "type"), Text(entry, "apiVersion"), Text(entry, "name"), Text(entry, "scope"), (string?)entry["module"] ?? "")
    {
        Condition = (string?)entry["condition"],
        Body = (JsonObject)entry["body"]!.DeepClone(),
    };

    private static string Text(JsonObject entry, string name) => (string?)entry[name] ?? throw new KeyNotFoundException($"{name} is missing");
}
