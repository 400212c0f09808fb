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

    /// <summary>Makes the database when there is none. One name can be used by one server only, because all share a cluster.</summary>
    public async Task<(DatabaseServer Server, bool Created)> CreateDatabaseAsync(ResourceId id, string database, CancellationToken cancellationToken)
    {
        var server = store.Current.DatabaseServers.GetValueOrDefault(id.Key) ?? throw ArmException.NotFound(id);
        if (store.Current.DatabaseServers.Values.FirstOrDefault(other => other.Id.Key != id.Key && other.Databases.Contains(database)) is { } taken)
        {
            throw ArmException.Conflict(
                "DatabaseNameNotAvailable", $"Database '{database}' belongs to server '{taken.Id.Name}', and all servers of one LocalAzure share a cluster. Choose another name.");
        }

        await cluster.CreateDatabaseAsync(database, cancellationToken);
        var created = !server.Databases.Contains(database);
        if (created)
        {
            await store.ChangeAsync(
                state =>
                {
                    server = state.DatabaseServers[id.Key];
                    server = server with { Databases = server.Databases.Contains(database) ? server.Databases : server.Databases.Add(database) };
                    return state with { DatabaseServers = state.DatabaseServers.SetItem(id.Key, server) };
                },
                cancellationToken);
        }

        return (server, created);
    }

    private static JsonElement WithoutPassword(JsonElement body)
    {
        var document = (JsonObject)JsonMerge.ToNode(JsonMerge.WithoutNulls(body))!;
        (document["properties"] as JsonObject)?.Remove("administratorLoginPassword");
        return JsonSerializer.SerializeToElement(document);
    }
}
