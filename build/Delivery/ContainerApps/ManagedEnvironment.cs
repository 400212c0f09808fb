using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>A managed environment, the home of container apps.</summary>
/// <param name="Id">Resource id.</param>
/// <param name="DefaultDomain">Domain under which its apps have their host names.</param>
/// <param name="ProvisioningState">State of its last change.</param>
public sealed record ManagedEnvironment(string Id, string DefaultDomain, string ProvisioningState)
{
    internal static ManagedEnvironment Parse(JsonObject body)
    {
        var properties = body["properties"] as JsonObject;
        return new(body.Text("id") ?? "", properties.Text("defaultDomain") ?? "", properties.Text("provisioningState") ?? "Succeeded");
    }
}
