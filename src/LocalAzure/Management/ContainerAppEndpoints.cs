using System.Globalization;
using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Management;

internal static class ContainerAppEndpoints
{
    private const string List = "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/containerApps";
    private const string One = List + "/{name}";

    public static void MapContainerApps(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/subscriptions/{subscription}/providers/Microsoft.App/containerApps", (HttpRequest request, string subscription, ContainerAppView view, StateStore store) =>
            Answers.List(request, Apps(store).Where(app => string.Equals(app.Id.Subscription, subscription, StringComparison.OrdinalIgnoreCase)).Select(app => view.Render(app))));
        endpoints.MapGet(List, (HttpRequest request, string subscription, string group, ContainerAppView view, StateStore store) =>
        {
            var key = ResourceId.GroupPath(subscription, group).ToLowerInvariant();
            return store.Current.Groups.ContainsKey(key)
                ? Answers.List(request, Apps(store).Where(app => app.Id.GroupKey == key).Select(app => view.Render(app)))
                : throw ArmException.GroupNotFound(group);
        });
        endpoints.MapGet(One, ([AsParameters] AppRoute route, ContainerApps apps, ContainerAppView view) =>
            Answers.Json(view.Render(apps.Find(route.Id))));
        endpoints.MapPut(One, PutAsync);
        endpoints.MapPatch(One, PatchAsync);
        endpoints.MapDelete(One, async (HttpContext context, [AsParameters] AppRoute route, ContainerApps apps) =>
            await apps.DeleteAsync(route.Id, context.RequestAborted) is { } operation ? Answers.Accepted(context, operation) : Results.NoContent());
        endpoints.MapPost(One + "/start", async (HttpContext context, [AsParameters] AppRoute route, ContainerApps apps) =>
            Answers.Accepted(context, await apps.StartAsync(route.Id, context.RequestAborted)));
        endpoints.MapPost(One + "/stop", async (HttpContext context, [AsParameters] AppRoute route, ContainerApps apps) =>
            Answers.Accepted(context, await apps.StopAsync(route.Id, context.RequestAborted)));
        endpoints.MapPost(One + "/listSecrets", ([AsParameters] AppRoute route, ContainerApps apps) => Answers.Json(Secrets(apps.Find(route.Id))));
        endpoints.MapPost(One + "/getAuthtoken", ([AsParameters] AppRoute route, ContainerApps apps, LogTokens tokens) => Answers.Json(AuthToken(apps.Find(route.Id), tokens)));
    }

    private static async Task<IResult> PutAsync(HttpContext context, [AsParameters] AppRoute route, ContainerApps apps, ContainerAppView view)
    {
        var body = await RequestBody.ReadAsync(context.Request);
        var accepted = await apps.WriteAsync(new AppWrite(route.Id, body, Merge: false), context.RequestAborted);
        if (accepted.Operation is { } operation)
            Answers.Announce(context, operation);

        return Answers.Json(view.Render(accepted.App), accepted.Operation is null ? 200 : 201);
    }

    private static async Task<IResult> PatchAsync(HttpContext context, [AsParameters] AppRoute route, ContainerApps apps, ContainerAppView view)
    {
        var body = await RequestBody.ReadAsync(context.Request);
        var accepted = await apps.WriteAsync(new AppWrite(route.Id, body, Merge: true), context.RequestAborted);
        return accepted.Operation is { } operation
            ? Answers.Accepted(context, operation)
            : Answers.Json(view.Render(accepted.App));
    }

    private static IEnumerable<ContainerApp> Apps(StateStore store) => store.Current.Apps.Values.OrderBy(app => app.Id.Key, StringComparer.Ordinal);

    public static JsonObject Secrets(ContainerApp app) => new JsonObject
    {
        ["value"] = new JsonArray([.. app.Secrets.OrderBy(secret => secret.Key, StringComparer.Ordinal)
            .Select(secret => new JsonObject { ["name"] = secret.Key, ["value"] = secret.Value })]),
    };

    private static JsonObject AuthToken(ContainerApp app, LogTokens tokens)
    {
        var (token, expires) = tokens.Create(app.Id.Path);
        return new JsonObject
        {
            ["id"] = app.Id.Path,
            ["name"] = app.Id.Name,
            ["type"] = ResourceId.ContainerApps,
            ["location"] = AskedApp.Read(app.Document).Location,
            ["properties"] = new JsonObject { ["token"] = token, ["expires"] = expires.ToString("O", CultureInfo.InvariantCulture) },
        };
    }
}

/// <summary>The parts of a container app's path.</summary>
internal readonly record struct AppRoute(string Subscription, string Group, string Name)
{
    public ResourceId Id => new(Subscription, Group, ResourceId.ContainerApps, Name);
}
