using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>A revision as the platform describes it; states are open words, not an enum.</summary>
public sealed record Revision
{
    public required string Name { get; init; }

    public string? Fqdn { get; init; }

    public required bool Active { get; init; }

    public required int Replicas { get; init; }

    public required int TrafficWeight { get; init; }

    public required string ProvisioningState { get; init; }

    public required string RunningState { get; init; }

    public required string HealthState { get; init; }

    public string? ProvisioningError { get; init; }

    public string? Created { get; init; }

    /// <summary>Image of the first container.</summary>
    public string? Image { get; init; }

    /// <summary>Plain environment variables of the first container.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The template the revision was made from, or null.</summary>
    public JsonObject? Template { get; init; }

    /// <summary>Reads the body of a GET.</summary>
    internal static Revision Parse(JsonObject body)
    {
        var properties = body["properties"] as JsonObject;
        var container = (properties?["template"] as JsonObject).Objects("containers").FirstOrDefault();
        return new Revision
        {
            Name = body.Text("name") ?? "",
            Fqdn = properties.Text("fqdn"),
            Active = properties.Flag("active"),
            Replicas = properties.Number("replicas") ?? 0,
            TrafficWeight = properties.Number("trafficWeight") ?? 0,
            ProvisioningState = properties.Text("provisioningState") ?? "Unknown",
            RunningState = properties.Text("runningState") ?? "Unknown",
            HealthState = properties.Text("healthState") ?? "None",
            ProvisioningError = properties.Text("provisioningError"),
            Created = properties.Text("createdTime"),
            Template = properties?["template"] as JsonObject,
            Image = container.Text("image"),
            Environment = container.Objects("env").Where(entry => entry.Text("value") is not null)
                .DistinctBy(entry => entry.Text("name")).ToDictionary(entry => entry.Text("name") ?? "", entry => entry.Text("value")!),
        };
    }
}
