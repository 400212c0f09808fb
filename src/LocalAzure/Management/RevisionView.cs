using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure.Management;

/// <summary>A revision and its replicas as GET shows them.</summary>
internal sealed class RevisionView(StateStore store, IRevisions revisions)
{
    public JsonNode Render(ContainerApp app, Revision revision)
    {
        var status = Status(app, revision);
        var properties = new JsonObject
        {
            ["createdTime"] = Views.Instant(revision.Created),
            ["fqdn"] = HostNames.Revision(store.Current, app, revision.Name),
            ["template"] = JsonMerge.ToNode(revision.Template),
            ["active"] = revision.Active,
            ["replicas"] = status.Replicas.Count,
            ["trafficWeight"] = Routing.Traffic(app).FirstOrDefault(target => string.Equals(target.Revision, revision.Name, StringComparison.OrdinalIgnoreCase))?.Weight ?? 0,
            ["healthState"] = status.HealthState,
            ["provisioningState"] = status.ProvisioningState,
            ["runningState"] = status.RunningState,
        };
        if (LastActive(revision, status) is { } lastActive)
            properties["lastActiveTime"] = lastActive;
        if (status.Error is { } error)
            properties["provisioningError"] = error;

        return new JsonObject
        {
            ["id"] = Path(app, revision),
            ["name"] = revision.Name,
            ["type"] = ResourceId.ContainerApps + "/revisions",
            ["properties"] = properties,
        };
    }

    public IEnumerable<JsonNode> RenderReplicas(HttpRequest request, ContainerApp app, Revision revision) =>
        Status(app, revision).Replicas.Select(replica => Render(request, $"{Path(app, revision)}/replicas/{replica.Name}", replica));

    /// <summary>What the processes tell, or what a revision without any must be.</summary>
    private RevisionStatus Status(ContainerApp app, Revision revision)
    {
        if (revision.Error is { } error)
            return new RevisionStatus(revision.Name, "Failed", "Unhealthy", "Failed", error, []);

        if (revisions.Find(revision.Key) is { } status)
            return status;

        return revision.Active && !app.Stopped
            ? new RevisionStatus(revision.Name, "Processing", "None", "Provisioning", null, [])
            : new RevisionStatus(revision.Name, "Stopped", "None", "Deprovisioned", null, []);
    }

    private static string Path(ContainerApp app, Revision revision) => $"{app.Id.Path}/revisions/{revision.Name}";

    private static string? LastActive(Revision revision, RevisionStatus status)
    {
        var at = revision.LastActive ?? (status.Replicas.Count > 0 ? revision.Created : null);
        return at is { } known ? Views.Instant(known) : null;
    }

    private static JsonObject Render(HttpRequest request, string path, ReplicaStatus replica)
    {
        var container = new JsonObject
        {
            ["name"] = replica.Container,
            ["containerId"] = replica.ProcessId is { } process ? $"process://{process}" : "",
            ["ready"] = replica.Ready,
            ["started"] = replica.Started,
            ["restartCount"] = replica.RestartCount,
            ["runningState"] = replica.RunningState,
            ["logStreamEndpoint"] = Answers.Address(request, $"{path}/containers/{replica.Container}/logstream"),
        };
        if (replica.Details is { } details)
            container["runningStateDetails"] = details;

        return new JsonObject
        {
            ["id"] = path,
            ["name"] = replica.Name,
            ["type"] = ResourceId.ContainerApps + "/revisions/replicas",
            ["properties"] = new JsonObject
            {
                ["createdTime"] = Views.Instant(replica.Created),
                ["runningState"] = replica.RunningState == "Running" ? "Running" : "NotRunning",
                ["runningStateDetails"] = replica.Details ?? "",
                ["containers"] = new JsonArray(container),
            },
        };
    }
}
