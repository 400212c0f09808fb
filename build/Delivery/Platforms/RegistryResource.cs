using System.Text.Json.Nodes;
using Frostline.Delivery.Deployments;

namespace Frostline.Delivery.Platforms;

/// <summary>A registry as a resource, in a group that may not even exist yet.</summary>
internal sealed class RegistryResource(IDeployments deployments, string location)
{
    public const string ApiVersion = "2025-11-01";

    private const string Type = "Microsoft.ContainerRegistry/registries";

    public static string PathOf(string name) => $"{Type}/{name}";

    /// <summary>Makes it when it is missing.</summary>
    public async Task EnsureAsync(string name, CancellationToken cancellation)
    {
        if (await deployments.FindResourceAsync(PathOf(name), ApiVersion, cancellation) is not null)
            return;
        await deployments.EnsureGroupAsync(cancellation);
        await deployments.RunAsync(new TemplateDeployment($"registry-{name}", Template(name), []), new Silence(), cancellation);
    }

    private JsonObject Template(string name) => new()
    {
        ["$schema"] = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        ["contentVersion"] = "1.0.0.0",
        ["resources"] = new JsonArray(new JsonObject
        {
            ["type"] = Type, ["apiVersion"] = ApiVersion, ["name"] = name, ["location"] = location, ["sku"] = new JsonObject { ["name"] = "Standard" },
        }),
    };

    private sealed class Silence : IProgress<ResourceProgress>
    {
        public void Report(ResourceProgress value)
        {
        }
    }
}
