using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Management;

/// <summary>PostgreSQL flexible servers and their databases. Every server is the one cluster of the state folder.</summary>
internal static class DatabaseEndpoints
{
    private const string Servers = "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.DBforPostgreSQL/flexibleServers";
    private const string Server = Servers + "/{name}";
    private const string Databases = Server + "/databases";

    public static void MapDatabases(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Servers, (HttpRequest request, string subscription, string group, StateStore store) => Answers.List(
            request, store.Current.DatabaseServers.Values.Where(server => string.Equals(server.Id.GroupKey, ResourceId.GroupPath(subscription, group), StringComparison.OrdinalIgnoreCase)).Select(server => View(server))));
        endpoints.MapGet(Server, ([AsParameters] DatabaseRoute route, StateStore store) => Answers.Json(View(Find(store, route))));
        endpoints.MapPut(Server, async (HttpRequest request, [AsParameters] DatabaseRoute route, FlexibleServers servers) =>
        {
            var (server, created) = await servers.WriteAsync(route.Id, await RequestBody.ReadAsync(request), request.HttpContext.RequestAborted);
            return Answers.Json(View(server), created ? 201 : 200);
        });
        endpoints.MapGet(Databases, (HttpRequest request, [AsParameters] DatabaseRoute route, StateStore store) =>
        {
            var server = Find(store, route);
            return Answers.List(request, server.Databases.Select(database => View(server, database)));
        });
        endpoints.MapGet(Databases + "/{database}", ([AsParameters] DatabaseRoute route, string database, StateStore store) =>
        {
            var server = Find(store, route);
            return server.Databases.Contains(database)
                ? Answers.Json(View(server, database))
                : throw new ArmException(404, "ResourceNotFound", $"Database '{database}' of server '{server.Id.Name}' was not found.");
        });
        endpoints.MapPut(Databases + "/{database}", async (HttpContext context, [AsParameters] DatabaseRoute route, string database, FlexibleServers servers) =>
        {
            var (server, created) = await servers.CreateDatabaseAsync(route.Id, database, context.RequestAborted);
            return Answers.Json(View(server, database), created ? 201 : 200);
        });
        endpoints.MapDelete(Databases + "/{database}", (string database) => Refuse($"database '{database}'"));
        endpoints.MapDelete(Server, (string name) => Refuse($"server '{name}'"));
    }

    /// <summary>Data of people: gone only when they remove the state folder or drop the database themselves.</summary>
    private static IResult Refuse(string what) => throw ArmException.Conflict(
        "OperationNotAllowed", $"LocalAzure does not delete {what}: data is kept. Drop it with a PostgreSQL client, or remove the state folder.");

    private static DatabaseServer Find(StateStore store, DatabaseRoute route) => store.Current.DatabaseServers.GetValueOrDefault(route.Id.Key) ?? throw ArmException.NotFound(route.Id);

    public static JsonObject View(DatabaseServer server)
    {
        var view = (JsonObject)JsonMerge.ToNode(server.Document)!;
        var properties = view["properties"] as JsonObject ?? [];
        view.Remove("properties");
        properties.Remove("administratorLoginPassword");
        properties["state"] = "Ready";
        properties["fullyQualifiedDomainName"] = "127.0.0.1";
        properties["network"] = new JsonObject { ["publicNetworkAccess"] = "Disabled" };
        view["id"] = server.Id.Path;
        view["name"] = server.Id.Name;
        view["type"] = ResourceId.FlexibleServers;
        view["properties"] = properties;
        return view;
    }

    public static JsonObject View(DatabaseServer server, string database) => new JsonObject
    {
        ["id"] = $"{server.Id.Path}/databases/{database}",
        ["name"] = database,
        ["type"] = ResourceId.FlexibleServers + "/databases",
        ["properties"] = new JsonObject { ["charset"] = "UTF8", ["collation"] = "C.UTF-8" },
    };
}

/// <summary>The parts of a flexible server's path.</summary>
internal readonly record struct DatabaseRoute(string Subscription, string Group, string Name)
{
    public ResourceId Id => new(Subscription, Group, ResourceId.FlexibleServers, Name);
}
