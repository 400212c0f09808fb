using System.Text.Json.Nodes;
using LocalAzure.Deployments.Templates;
using LocalAzure.Management;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>Every resource LocalAzure has, by its id, as GET shows it.</summary>
internal sealed class DeployedWorld(StateStore store, ContainerAppView apps) : IResourceWorld
{
    public JsonObject? Find(string id)
    {
        var state = store.Current;
        var key = id.TrimEnd('/').ToLowerInvariant();
        if (state.Apps.TryGetValue(key, out var app))
            return (JsonObject)apps.Render(app);

        if (state.Environments.TryGetValue(key, out var environment))
            return (JsonObject)ManagedEnvironmentEndpoints.View(environment);

        if (state.DatabaseServers.TryGetValue(key, out var server))
            return DatabaseEndpoints.View(server);

        if (state.Deployments.TryGetValue(key, out var deployment))
            return DeploymentView.Render(deployment);

        if (state.Groups.TryGetValue(key, out var group))
            return (JsonObject)SubscriptionEndpoints.View(group);

        return state.Inert.TryGetValue(key, out var inert) ? inert.View() : FindDatabase(state, key);
    }

    public JsonNode List(string function, string id)
    {
        if (store.Current.Apps.TryGetValue(id.ToLowerInvariant(), out var app) && function.Equals("listSecrets", StringComparison.OrdinalIgnoreCase))
            return ContainerAppEndpoints.Secrets(app);

        throw DeploymentException.Refused(
            404, "ResourceActionNotFound", $"LocalAzure cannot answer {function} of '{id}': it has listSecrets of container apps, and keeps resources of other types without running them.");
    }

    private static JsonObject? FindDatabase(LocalAzureState state, string key)
    {
        if (key.Split("/databases/") is not [var path, var name] || !state.DatabaseServers.TryGetValue(path, out var server))
            return null;

        return server.Databases.FirstOrDefault(database => string.Equals(database, name, StringComparison.OrdinalIgnoreCase)) is { } found ? DatabaseEndpoints.View(server, found) : null;
    }
}
