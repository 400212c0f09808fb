using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>Every resource with the body it was asked for: what a plan is compared with.</summary>
internal sealed class KeptDocuments(StateStore store)
{
    public KeptDocument? Find(string id) => All().FirstOrDefault(resource => string.Equals(resource.Id, id, StringComparison.OrdinalIgnoreCase)) ?? FindDatabase(id) ?? FindGroup(id);

    /// <summary>Resources of the group that are no part of another one.</summary>
    public IEnumerable<KeptDocument> In(DeploymentScope group) => All()
        .Where(resource => resource.Id.StartsWith($"{group.Path}/providers/", StringComparison.OrdinalIgnoreCase) && resource.Id.Split('/').Length == 9);

    public IEnumerable<KeptDocument> All()
    {
        var state = store.Current;
        return state.Apps.Values.Select(app => Kept(app.Id.Path, ResourceId.ContainerApps, app.Document))
            .Concat(state.Environments.Values.Select(environment => Kept(environment.Id.Path, ResourceId.ManagedEnvironments, environment.Document)))
            .Concat(state.DatabaseServers.Values.Select(server => Kept(server.Id.Path, ResourceId.FlexibleServers, server.Document)))
            .Concat(state.Inert.Values.Select(inert => new KeptDocument(inert.Id, inert.Type, (JsonObject)JsonNode.Parse(inert.Document)!)))
            .OrderBy(resource => resource.Id, StringComparer.OrdinalIgnoreCase);
    }

    private static KeptDocument Kept(string id, string type, JsonElement document) => new(id, type, JsonObject.Create(document)!);

    private KeptDocument? FindDatabase(string id)
    {
        var parts = id.ToLowerInvariant().Split("/databases/");
        return parts.Length == 2 && store.Current.DatabaseServers.TryGetValue(parts[0], out var server) && server.Databases.Contains(parts[1], StringComparer.OrdinalIgnoreCase)
            ? new KeptDocument(id, ResourceTypes.Databases, [])
            : null;
    }

    private KeptDocument? FindGroup(string id)
    {
        if (!store.Current.Groups.TryGetValue(id.ToLowerInvariant(), out var group))
            return null;

        var document = new JsonObject { ["location"] = group.Location };
        if (group.Tags is { } tags)
            document["tags"] = JsonMerge.ToNode(tags);

        return new KeptDocument(id, ResourceTypes.ResourceGroups, document);
    }
}

internal sealed record KeptDocument(string Id, string Type, JsonObject Document);
