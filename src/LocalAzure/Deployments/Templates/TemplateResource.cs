using System.Text.Json;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>One resource as the template has it.</summary>
/// <param name="Path">Where it stands in the template.</param>
/// <param name="Symbol">Its symbolic name, in language version 2.</param>
/// <param name="Parent">The resource it stands in, whose type and name come before its own.</param>
internal sealed record TemplateResource(JsonElement Json, string Path, string? Symbol, TemplateResource? Parent)
{
    private static readonly string[] Known =
    [
        "type", "apiVersion", "name", "location", "tags", "properties", "dependsOn", "condition", "copy", "scope", "resources", "existing", "comments", "metadata", "asserts", "import", "extension", "options",
        "sku", "kind", "identity", "plan", "managedBy", "managedByExtended", "zones", "resourceGroup", "subscriptionId", "extendedLocation", "etag", "eTag", "placement", "scale", "parent", "config",
    ];

    public string Type => Parent is null ? Own : $"{Parent.Type}/{Own}";

    public string ApiVersion => Text("apiVersion") ?? "";

    public bool Existing => Json.At("existing").IsTrue();

    public JsonElement? Loop => Json.At("copy") is { ValueKind: JsonValueKind.Object } copy ? copy : null;

    private string Own => Text("type") ?? "";

    public void Check(Template template)
    {
        if (Json.ValueKind != JsonValueKind.Object)
            throw template.Invalid("A resource must be an object", Path);

        foreach (var due in new[] { "type", "name", "apiVersion" })
        {
            if (Text(due) is not { Length: > 0 })
                throw template.Invalid($"The template resource '{Symbol ?? Path}' is not valid: it has no '{due}'", Path);
        }

        if (Json.Has("import") || Json.Has("extension"))
            throw template.Invalid($"The template resource '{Symbol ?? Path}' is of an extension. LocalAzure has none", Path);

        foreach (var property in Json.EnumerateObject().Where(property => !Known.Contains(property.Name, StringComparer.Ordinal) && !property.Name.StartsWith('@')))
            throw template.Invalid($"The template resource '{Symbol ?? Text("name")}' has a member '{property.Name}' that is not known", $"{Path}.{property.Name}");

        if (Parent is null && (!Own.Contains('/', StringComparison.Ordinal) || !Own.Split('/')[0].Contains('.', StringComparison.Ordinal)))
            throw template.Invalid($"The template resource '{Symbol ?? Text("name")}' is not valid: '{Own}' is not a resource type such as Microsoft.App/containerApps", Path);
    }

    public JsonElement Part(string name) => Json.At(name);

    public string? Text(string name) => Json.At(name).AsText();
}
