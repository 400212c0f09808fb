using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using LocalAzure.Management;

namespace LocalAzure.Deployments;

/// <summary>A deployment and its operations as GET shows them.</summary>
internal static class DeploymentView
{
    public static JsonObject Render(Deployment deployment)
    {
        var view = new JsonObject { ["id"] = deployment.Path, ["name"] = deployment.Name, ["type"] = ResourceTypes.Deployments };
        if (deployment.Location is not null)
            view["location"] = deployment.Location;
        if (deployment.Tags is not null)
            view["tags"] = JsonNode.Parse(deployment.Tags);

        view["properties"] = Properties(deployment);
        return view;
    }

    public static JsonObject Render(Deployment deployment, DeploymentOperation operation)
    {
        var properties = new JsonObject
        {
            ["provisioningOperation"] = operation.Kind,
            ["provisioningState"] = operation.ProvisioningState,
            ["timestamp"] = Views.Instant(operation.Ended ?? operation.Started),
            ["duration"] = Duration(operation.Started, operation.Ended ?? operation.Started),
            ["serviceRequestId"] = deployment.CorrelationId,
        };
        if (operation.StatusCode is not null)
            properties["statusCode"] = operation.StatusCode;
        if (operation.Error is not null)
            properties["statusMessage"] = new JsonObject { ["status"] = "Failed", ["error"] = JsonNode.Parse(operation.Error) };
        else if (operation.Status is not null)
            properties["statusMessage"] = new JsonObject { ["status"] = operation.Status };
        if (operation.TargetId is not null)
            properties["targetResource"] = new JsonObject { ["id"] = operation.TargetId, ["resourceType"] = operation.TargetType, ["resourceName"] = operation.TargetName };

        return new JsonObject { ["id"] = $"{deployment.Path}/operations/{operation.Id}", ["operationId"] = operation.Id, ["properties"] = properties };
    }

    /// <summary>The body of <c>operationStatuses</c>.</summary>
    public static JsonObject Status(Deployment deployment)
    {
        var status = new JsonObject { ["status"] = deployment.ProvisioningState };
        if (deployment.Error is not null)
            status["error"] = JsonNode.Parse(deployment.Error);

        return status;
    }

    public static JsonObject Properties(Deployment deployment)
    {
        var properties = new JsonObject
        {
            ["templateHash"] = deployment.TemplateHash,
            ["parameters"] = JsonNode.Parse(deployment.ShownParameters),
            ["mode"] = "Incremental",
            ["provisioningState"] = deployment.ProvisioningState,
            ["timestamp"] = Views.Instant(deployment.Ended ?? deployment.Started),
            ["duration"] = Duration(deployment.Started, deployment.Ended ?? deployment.Started),
            ["correlationId"] = deployment.CorrelationId,
            ["providers"] = Providers(deployment),
            ["dependencies"] = new JsonArray([.. deployment.Dependencies.Select(Render)]),
        };
        if (deployment.Outputs is not null)
            properties["outputs"] = JsonNode.Parse(deployment.Outputs);
        if (deployment.Ended is not null)
            properties["outputResources"] = References(deployment.OutputResources);
        if (deployment.Error is not null)
            properties["error"] = JsonNode.Parse(deployment.Error);

        return properties;
    }

    public static JsonArray References(IEnumerable<string> ids) => new([.. ids.Select(id => new JsonObject { ["id"] = id })]);

    private static JsonArray Providers(Deployment deployment) => new([.. deployment.Types
        .GroupBy(type => type.Split('/')[0], StringComparer.OrdinalIgnoreCase)
        .Select(provider => new JsonObject
        {
            ["namespace"] = provider.Key,
            ["resourceTypes"] = new JsonArray([.. provider.Select(type => new JsonObject { ["resourceType"] = type[(provider.Key.Length + 1)..] })]),
        })]);

    private static JsonObject Render(DeploymentDependency dependency)
    {
        var view = Render(dependency.Resource);
        view["dependsOn"] = new JsonArray([.. dependency.DependsOn.Select(Render)]);
        return view;
    }

    private static JsonObject Render(DeployedResource resource) => new() { ["id"] = resource.Id, ["resourceType"] = resource.Type, ["resourceName"] = resource.Name };

    private static string Duration(DateTimeOffset from, DateTimeOffset to) => XmlConvert.ToString(to - from).ToString(CultureInfo.InvariantCulture);
}
