using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>A resource that a deployment is about: one turn of a loop, or a resource without a loop.</summary>
internal sealed class PlannedResource
{
    private static readonly string[] NotOfTheBody = ["type", "apiVersion", "name", "dependsOn", "condition", "copy", "scope", "resources", "existing", "comments", "metadata", "asserts", "options", "resourceGroup", "subscriptionId"];

    public required TemplateResource Source { get; init; }

    /// <summary>What <c>reference()</c> calls it: symbolic name or path in the template, with the turn of the loop.</summary>
    public required string Key { get; init; }

    public required Evaluation Evaluation { get; init; }

    public required string Name { get; init; }

    public required string Id { get; init; }

    /// <summary>Where it goes; differs from the template's own scope for modules and resources of other groups.</summary>
    public required DeploymentScope Scope { get; init; }

    /// <summary>False when its condition is.</summary>
    public required bool Deployed { get; init; }

    public string? LoopName { get; init; }

    public string Type => Source.Type;

    public string ApiVersion => Source.ApiVersion;

    public bool Existing => Source.Existing;

    public bool IsDeployment => Type.Is(ResourceTypes.Deployments);

    public HashSet<PlannedResource> DependsOn { get; } = [];

    /// <summary>The body of its PUT, evaluated. A nested deployment's template stays as it is written.</summary>
    public JsonObject Body(TemplateFrame frame)
    {
        var body = new JsonObject();
        foreach (var property in Source.Json.EnumerateObject().Where(property => !NotOfTheBody.Contains(property.Name, StringComparer.Ordinal)))
        {
            body[property.Name] = Values.Free(IsDeployment && property.NameEquals("properties") && property.Value.ValueKind == JsonValueKind.Object
                ? NestedProperties(property.Value, frame)
                : TemplateTree.Evaluate(property.Value, Evaluation, frame.Planning));
        }

        return body;
    }

    public override string ToString() => Id;

    private JsonObject NestedProperties(JsonElement properties, TemplateFrame frame)
    {
        var result = new JsonObject();
        foreach (var property in properties.EnumerateObject())
        {
            result[property.Name] = property.NameEquals("template")
                ? Values.Parse(property.Value)
                : Values.Free(TemplateTree.Evaluate(property.Value, Evaluation, frame.Planning));
        }

        return result;
    }
}
