using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure.Management;

/// <summary>A container app as GET shows it: what was asked for, and what became of it.</summary>
internal sealed class ContainerAppView(StateStore store, IRevisions revisions)
{
    public JsonNode Render(ContainerApp app)
    {
        var state = store.Current;
        var view = (JsonObject)JsonMerge.ToNode(app.Document)!;
        var properties = (JsonObject)view["properties"]!;
        view.Remove("properties");
        view["id"] = app.Id.Path;
        view["name"] = app.Id.Name;
        view["type"] = ResourceId.ContainerApps;
        view["systemData"] = Views.SystemData(app.Created, app.Modified);
        view["properties"] = properties;

        properties["provisioningState"] = app.ProvisioningState;
        properties["runningStatus"] = RunningStatus(app);
        properties["managedEnvironmentId"] = properties["environmentId"]!.DeepClone();
        properties["latestRevisionName"] = app.LatestRevision ?? "";
        properties["latestReadyRevisionName"] = app.LatestReadyRevision ?? "";
        properties["latestRevisionFqdn"] = app.LatestRevision is { } latest ? HostNames.Revision(state, app, latest) : "";
        properties["customDomainVerificationId"] = "";
        properties["outboundIpAddresses"] = new JsonArray("127.0.0.1");
        if (app.DeploymentError is { } error)
            properties["deploymentErrors"] = error.Message;
        if (properties["template"]!["revisionSuffix"] is null)
            properties["template"]!["revisionSuffix"] = "";
        if (properties["configuration"]!["ingress"] is JsonObject ingress)
        {
            ingress["fqdn"] = HostNames.App(state, app);
            ingress["exposedPort"] = app.PlainPort;
        }

        return view;
    }

    private string RunningStatus(ContainerApp app)
    {
        if (app.Stopped)
            return "Stopped";

        if (app.ProvisioningState is "InProgress" or "Deleting")
            return "Progressing";

        return app.Revisions.Any(revision => revision.Active && revisions.Find(revision.Key) is { IsReady: true }) ? "Running" : "Ready";
    }
}
