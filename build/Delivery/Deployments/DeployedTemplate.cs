using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Deployments;

/// <summary>A deployment as the platform remembers it.</summary>
/// <param name="Name">Its name in the group.</param>
/// <param name="ProvisioningState"><c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Canceled</c>, among others.</param>
/// <param name="Tags">As it was given them.</param>
/// <param name="Outputs">Value by output; secure ones are not among them.</param>
public sealed record DeployedTemplate(string Name, string ProvisioningState, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, JsonNode?> Outputs)
{
    public bool Succeeded => ProvisioningState == "Succeeded";

    internal static DeployedTemplate Parse(JsonObject body)
    {
        var properties = body["properties"] as JsonObject;
        return new DeployedTemplate(
            body.Text("name") ?? "", properties.Text("provisioningState") ?? "Unknown",
            (body["tags"] as JsonObject ?? []).ToDictionary(tag => tag.Key, tag => tag.Value?.ToString() ?? ""),
            (properties?["outputs"] as JsonObject ?? []).Where(output => output.Value?["value"] is not null)
                .ToDictionary(output => output.Key, output => (JsonNode?)output.Value!["value"]!.DeepClone()));
    }
}
