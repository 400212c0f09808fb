using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;

namespace Frostline.Delivery.ContainerApps;

/// <summary>The way to the client's own pipeline (sign-in, retries, transport) for calls that the package has no methods for.</summary>
internal sealed class ManagementResource(ArmClient client, ResourceIdentifier id) : ArmResource(client, id)
{
    public static ManagementResource Of(ArmClient client, string subscription) => new(client, new ResourceIdentifier($"/subscriptions/{subscription}"));

    public HttpPipeline ManagementPipeline => Pipeline;

    public Uri ManagementEndpoint => Endpoint;
}
