using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>A replica of a revision.</summary>
public sealed record Replica(string Name, string RunningState, string? RunningStateDetails, IReadOnlyList<ReplicaContainer> Containers)
{
    internal static Replica Parse(JsonObject body)
    {
        var properties = body["properties"] as JsonObject;
        return new Replica(
            body.Text("name") ?? "", properties.Text("runningState") ?? "Unknown", properties.Text("runningStateDetails"),
            [.. properties.Objects("containers").Select(ReplicaContainer.Parse)]);
    }
}

/// <summary>A container of a replica.</summary>
public sealed record ReplicaContainer
{
    public required string Name { get; init; }

    public required bool Ready { get; init; }

    public required bool Started { get; init; }

    public required int RestartCount { get; init; }

    public required string RunningState { get; init; }

    public string? RunningStateDetails { get; init; }

    public string? LogStreamEndpoint { get; init; }

    internal static ReplicaContainer Parse(JsonObject body) => new()
    {
        Name = body.Text("name") ?? "",
        Ready = body.Flag("ready"),
        Started = body.Flag("started"),
        RestartCount = body.Number("restartCount") ?? 0,
        RunningState = body.Text("runningState") ?? "Unknown",
        RunningStateDetails = body.Text("runningStateDetails"),
        LogStreamEndpoint = body.Text("logStreamEndpoint"),
    };
}
