using System.Text.Json.Nodes;
using Frostline.Bicep.Evaluation;

namespace Frostline.Bicep.Plans;

/// <summary>One resource of a plan: plain JSON, so that a plan can be kept, compared and priced without the files it came from.</summary>
/// <param name="Type">For example <c>Microsoft.App/containerApps</c>.</param>
/// <param name="ApiVersion">For example <c>2025-07-01</c>.</param>
/// <param name="Name">The whole name, parents first; parts that only a deployment knows are in brackets.</param>
/// <param name="Scope">What it belongs to.</param>
/// <param name="Module">The modules that lead to it, outermost first; empty for the main file.</param>
public sealed record PlannedResource(string Type, string ApiVersion, string Name, string Scope, string Module)
{
    /// <summary>What only a deployment can decide about whether it is made; null when it is made for certain.</summary>
    public string? Condition { get; init; }

    /// <summary>location, sku, tags, identity, properties: names sorted, symbolic values as <c>"[expression]"</c>.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>Tells resources apart between two plans.</summary>
    public string Key => $"{Scope}|{Type}|{Name}".ToLowerInvariant();

    /// <summary>The value at a path such as <c>properties.template.containers[0].image</c>; null when nothing is there.</summary>
    public JsonNode? Find(string path)
    {
        JsonNode? node = Body;
        foreach (var step in ValuePath.Steps(path))
        {
            node = node switch
            {
                JsonObject value when step.Name is { } name => value[name],
                JsonArray array when step.Index is { } index && index < array.Count => array[index],
                _ => null,
            };
        }

        return node;
    }

    internal static PlannedResource Of(EvaluatedResource resource) => new(resource.Type, resource.ApiVersion, resource.Name, resource.Scope, resource.Module)
    {
        Condition = resource.Condition?.Expression,
        Body = (JsonObject)CanonicalJson.Of(resource.Body)!,
    };
}
