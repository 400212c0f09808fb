using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;
using LocalAzure.Resources;

namespace LocalAzure.Deployments;

/// <summary>A deployment as its body asks for it.</summary>
internal sealed partial record DeploymentRequest
{
    public required DeploymentScope Scope { get; init; }

    public required string Name { get; init; }

    public string? Location { get; init; }

    public JsonNode? Tags { get; init; }

    public required Template Template { get; init; }

    public required JsonObject Parameters { get; init; }

    /// <summary>Whether <c>whatIf</c> answers ids only.</summary>
    public bool IdsOnly { get; init; }

    /// <exception cref="DeploymentException">It is not a deployment, or asks for what LocalAzure does not do.</exception>
    public static DeploymentRequest Read(DeploymentScope scope, string name, JsonElement body)
    {
        if (!DeploymentName().IsMatch(name))
            throw DeploymentException.Refused(400, "InvalidDeploymentName", $"The deployment name '{name}' is not valid. Use 1 to 64 letters, digits, '-', '_', '.' and parentheses.");

        var fields = new JsonField(body, "");
        var properties = Part(body, "properties") ?? throw DeploymentException.Refused(400, "InvalidRequestContent", "The request content was invalid: 'properties' is required.");
        RefuseUnserved(properties);
        var location = fields["location"].Text();
        if (scope.ResourceGroup is null && location is null)
            throw DeploymentException.Refused(400, "LocationRequired", $"The 'location' property must be specified for deployment '{name}' to a subscription.");

        var template = Part(properties, "template") ?? throw DeploymentException.Refused(400, "InvalidRequestContent", "The request content was invalid: 'properties.template' is required.");
        return new DeploymentRequest
        {
            Scope = scope,
            Name = name,
            Location = location,
            Tags = Part(body, "tags") is { } tags ? Values.Parse(tags) : null,
            Template = new Template(template, new TemplatePositions(body.GetRawText(), "properties.template")),
            Parameters = ReadParameters(Part(properties, "parameters")),
            IdsOnly = string.Equals(Part(properties, "whatIfSettings")?.At("resultFormat").AsText(), "ResourceIdOnly", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Also the whole content of a parameters file, as some clients send it.</summary>
    private static JsonObject ReadParameters(JsonElement? parameters)
    {
        if (parameters is not { } given)
            return [];

        if (given.ValueKind != JsonValueKind.Object)
            throw DeploymentException.Refused(400, "InvalidRequestContent", "The request content was invalid: 'properties.parameters' must be an object.");

        return JsonObject.Create(Part(given, "contentVersion") is not null && Part(given, "parameters") is { ValueKind: JsonValueKind.Object } inner ? inner : given)!;
    }

    private static void RefuseUnserved(JsonElement properties)
    {
        var mode = Part(properties, "mode")?.ToString() ?? "Incremental";
        if (!mode.Equals("Incremental", StringComparison.OrdinalIgnoreCase))
        {
            throw DeploymentException.Refused(400, "DeploymentModeNotSupported", mode.Equals("Complete", StringComparison.OrdinalIgnoreCase)
                ? "properties.mode: LocalAzure does not delete what a template leaves out. Give Incremental, and delete resources one by one or with their group."
                : $"properties.mode: '{mode}' is not a deployment mode. Give Incremental.");
        }

        foreach (var (name, remedy) in new[]
        {
            ("templateLink", "Send the template itself in properties.template."),
            ("parametersLink", "Send the values in properties.parameters."),
            ("onErrorDeployment", "Send the earlier deployment again yourself."),
        })
        {
            if (Part(properties, name) is not null)
                throw DeploymentException.Refused(400, "DeploymentLinkNotSupported", $"properties.{name}: LocalAzure fetches nothing and goes back to nothing. {remedy}");
        }
    }

    private static JsonElement? Part(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return null;

        foreach (var property in parent.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
        }

        return null;
    }

    [GeneratedRegex(@"^[\w.()-]{1,64}\z")]
    private static partial Regex DeploymentName();
}
