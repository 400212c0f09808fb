using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>A container app as the platform describes it.</summary>
public sealed record ContainerApp
{
    public required string Name { get; init; }

    public required string ProvisioningState { get; init; }

    /// <summary><c>Single</c> or <c>Multiple</c>.</summary>
    public required string RevisionsMode { get; init; }

    /// <summary>Public host name, or null without ingress.</summary>
    public string? Fqdn { get; init; }

    /// <summary>LocalAzure's plain port of the app on 127.0.0.1, or null.</summary>
    public int? ExposedPort { get; init; }

    /// <summary><c>none</c> or <c>sticky</c>.</summary>
    public required string Affinity { get; init; }

    /// <summary>One revision behind when read right after a write: find a revision by its own name instead.</summary>
    public string? LatestRevision { get; init; }

    public string? LatestReadyRevision { get; init; }

    public required IReadOnlyList<TrafficWeight> Traffic { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Everything the platform said.</summary>
    public required JsonObject Raw { get; init; }

    /// <summary>Reads the body of a GET.</summary>
    internal static ContainerApp Parse(JsonObject body)
    {
        var properties = body["properties"] as JsonObject;
        var configuration = properties?["configuration"] as JsonObject;
        var ingress = configuration?["ingress"] as JsonObject;
        return new ContainerApp
        {
            Name = body.Text("name") ?? "",
            ProvisioningState = properties.Text("provisioningState") ?? "Succeeded",
            RevisionsMode = configuration.Text("activeRevisionsMode") ?? "Single",
            Fqdn = ingress.Text("fqdn"),
            ExposedPort = ingress.Number("exposedPort") is > 0 and var port ? port : null,
            Affinity = (ingress?["stickySessions"] as JsonObject).Text("affinity") ?? "none",
            LatestRevision = properties.Text("latestRevisionName"),
            LatestReadyRevision = properties.Text("latestReadyRevisionName"),
            Traffic = [.. ingress.Objects("traffic").Select(TrafficWeight.Parse)],
            Tags = (body["tags"] as JsonObject ?? []).ToDictionary(tag => tag.Key, tag => tag.Value?.ToString() ?? ""),
            Raw = body,
        };
    }
}

/// <summary>One entry of an app's traffic.</summary>
/// <param name="Revision">The revision, or null when the entry follows the latest one.</param>
/// <param name="Latest">Whether the entry follows the latest ready revision.</param>
/// <param name="Weight">Percent.</param>
/// <param name="Label">Label, or null.</param>
public sealed record TrafficWeight(string? Revision, bool Latest, int Weight, string? Label)
{
    internal static TrafficWeight Parse(JsonObject entry) =>
        new(entry.Text("revisionName"), entry.Flag("latestRevision"), entry.Number("weight") ?? 0, entry.Text("label"));
}
