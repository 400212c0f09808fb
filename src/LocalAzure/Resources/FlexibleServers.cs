using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Database;
using LocalAzure.State;

namespace LocalAzure.Resources;

/// <summary>PostgreSQL servers as resources, all of them on the one cluster of the state folder.</summary>
internal sealed class FlexibleServers(StateStore store, IDatabaseServer cluster)
{
    public async Task<(DatabaseServer Server, bool Created)> WriteAsync(ResourceId id, JsonElement body, CancellationToken cancellationToken)
    {
        DatabaseServer? server = null;
        var created = false;
        await store.ChangeAsync(
            state =>
            {
                if (!state.Groups.ContainsKey(id.GroupKey))
                    throw ArmException.GroupNotFound(id.ResourceGroup);

                var existing = state.DatabaseServers.GetValueOrDefault(id.Key);
                created = existing is null;
                server = new DatabaseServer(existing?.Id ?? id, WithoutPassword(body), existing?.Databases ?? []);
                return state with { DatabaseServers = state.DatabaseServers.SetItem(id.Key, server) };
            },
            cancellationToken);
        return (server!, created);
    }

    /// <summary>
    /// Makes the database when there is none, and its server as a resource: the cluster is always there. One name can be used in one
    /// resource group only, because all servers share the cluster: two servers of a group that name it mean the same database.
    /// </summary>
    public async Task<(DatabaseServer Server, bool Created)> CreateDatabaseAsync(ResourceId id, string database, CancellationToken cancellationToken)
    {
        RefuseTaken(store.Current, id, database);
        await cluster.CreateDatabaseAsync(database, cancellationToken);
        DatabaseServer? server = null;
        var created = false;
        await store.ChangeAsync(
            state =>
            {
                RefuseTaken(state, id, database);
                server = state.DatabaseServers.GetValueOrDefault(id.Key) ?? new DatabaseServer(id, LocatedIn(state.Groups[id.GroupKey]), []);
                created = !server.Databases.Contains(database);
                server = created ? server with { Databases = server.Databases.Add(database) } : server;
                return created ? state with { DatabaseServers = state.DatabaseServers.SetItem(id.Key, server) } : state;
            },
            cancellationToken);
        return (server!, created);
    }

    private static void RefuseTaken(LocalAzureState state, ResourceId id, string database)
    {
        if (!state.Groups.ContainsKey(id.GroupKey))
            throw ArmException.GroupNotFound(id.ResourceGroup);

        if (state.DatabaseServers.Values.FirstOrDefault(other => other.Id.GroupKey != id.GroupKey && other.Databases.Contains(database)) is { } taken)
        {
            throw ArmException.Conflict(
                "DatabaseNameNotAvailable", $"Database '{database}' belongs to server '{taken.Id.Name}', and all servers of one LocalAzure share a cluster. Choose another name.");
        }
    }

    private static JsonElement LocatedIn(ResourceGroup group) => JsonSerializer.SerializeToElement(new JsonObject { ["location"] = group.Location });

    private static JsonElement WithoutPassword(JsonElement body)
    {
        var document = (JsonObject)JsonMerge.ToNode(JsonMerge.WithoutNulls(body))!;
        (document["properties"] as JsonObject)?.Remove("administratorLoginPassword");
        return JsonSerializer.SerializeToElement(document);
    }
}
