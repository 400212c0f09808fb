using System.Text.Json.Nodes;
using LocalAzure.Resources;

namespace LocalAzure.Management;

internal static class ManagedEnvironmentEndpoints
{
    private const string List = "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/managedEnvironments";
    private const string One = List + "/{name}";

    public static void MapManagedEnvironments(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/subscriptions/{subscription}/providers/Microsoft.App/managedEnvironments", (HttpRequest request, string subscription, ManagedEnvironments environments) =>
            Answers.List(request, environments.All().Where(environment => string.Equals(environment.Id.Subscription, subscription, StringComparison.OrdinalIgnoreCase)).Select(View)));
        endpoints.MapGet(List, (HttpRequest request, string subscription, string group, ManagedEnvironments environments) =>
            Answers.List(request, environments.In(subscription, group).Select(View)));
        endpoints.MapGet(One, (string subscription, string group, string name, ManagedEnvironments environments) =>
            Answers.Json(View(environments.Find(Id(subscription, group, name)))));
        endpoints.MapPut(One, async (HttpContext context, string subscription, string group, string name, ManagedEnvironments environments) =>
        {
            var body = await RequestBody.ReadAsync(context.Request);
            var written = await environments.WriteAsync(Id(subscription, group, name), body, merge: false, context.RequestAborted);
            if (written.Operation is { } operation)
                Answers.Announce(context, operation);

            return Answers.Json(View(written.Environment), written.Operation is null ? 200 : 201);
        });
        endpoints.MapPatch(One, async (HttpContext context, string subscription, string group, string name, ManagedEnvironments environments) =>
        {
            var body = await RequestBody.ReadAsync(context.Request);
            var written = await environments.WriteAsync(Id(subscription, group, name), body, merge: true, context.RequestAborted);
            return written.Operation is { } operation ? Answers.Accepted(context, operation) : Answers.Json(View(written.Environment));
        });
        endpoints.MapDelete(One, async (HttpContext context, string subscription, string group, string name, ManagedEnvironments environments) =>
            await environments.DeleteAsync(Id(subscription, group, name), context.RequestAborted) is { } operation
                ? Answers.Accepted(context, operation)
                : Results.NoContent());
    }

    public static JsonNode View(ManagedEnvironment environment)
    {
        var view = (JsonObject)JsonMerge.ToNode(environment.Document)!;
        var properties = view["properties"] as JsonObject ?? [];
        view.Remove("properties");
        view["id"] = environment.Id.Path;
        view["name"] = environment.Id.Name;
        view["type"] = ResourceId.ManagedEnvironments;
        view["systemData"] = Views.SystemData(environment.Created, environment.Created);
        properties["provisioningState"] = "Succeeded";
        properties["defaultDomain"] = environment.DefaultDomain;
        properties["staticIp"] = "127.0.0.1";
        view["properties"] = properties;
        return view;
    }

    private static ResourceId Id(string subscription, string group, string name) => new(subscription, group, ResourceId.ManagedEnvironments, name);
}
