using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalAzure.Management;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>Lists of all resources, and those resources that are kept and not run.</summary>
internal static partial class ResourceEndpoints
{
    public static void MapKeptResources(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/subscriptions/{subscription}/resources", (HttpRequest request, string subscription, KeptDocuments documents) =>
            List(request, documents, new DeploymentScope(subscription, null)));
        endpoints.MapGet("/subscriptions/{subscription}/resourceGroups/{group}/resources", (HttpRequest request, string subscription, string group, KeptDocuments documents, StateStore store) =>
            store.Current.Groups.ContainsKey(ResourceId.GroupPath(subscription, group).ToLowerInvariant())
                ? List(request, documents, new DeploymentScope(subscription, group))
                : throw ArmException.GroupNotFound(group));
        foreach (var pattern in new[] { "/subscriptions/{subscription}/resourceGroups/{group}/providers/{**rest}", "/subscriptions/{subscription}/providers/{**rest}" })
        {
            endpoints.MapGet(pattern, Get);
            endpoints.MapDelete(pattern, DeleteAsync);
        }
    }

    private static IResult List(HttpRequest request, KeptDocuments documents, DeploymentScope scope)
    {
        var all = documents.All().Where(resource => resource.Id.StartsWith($"{scope.Path}/", StringComparison.OrdinalIgnoreCase));
        if (request.Query["$filter"].ToString() is { Length: > 0 } filter)
        {
            var type = TypeFilter().Match(filter) is { Success: true } match
                ? match.Groups[1].Value
                : throw ArmException.BadRequest("InvalidFilterInQueryString", $"$filter: '{filter}' is not understood. LocalAzure knows: resourceType eq 'Microsoft.App/containerApps'.");
            all = all.Where(resource => resource.Type.Is(type));
        }

        return Answers.List(request, all.Select(View));
    }

    private static JsonNode View(KeptDocument resource)
    {
        var view = new JsonObject { ["id"] = resource.Id, ["name"] = InertResource.NameOf(resource.Id, resource.Type), ["type"] = resource.Type };
        foreach (var name in new[] { "location", "tags", "sku", "kind", "identity", "plan", "managedBy" })
        {
            if (resource.Document[name] is { } value)
                view[name] = value.DeepClone();
        }

        return view;
    }

    private static IResult Get(HttpRequest request, StateStore store)
    {
        var path = request.Path.Value!.TrimEnd('/');
        if (store.Current.Inert.TryGetValue(path.ToLowerInvariant(), out var found))
            return Answers.Json(found.View());

        var children = store.Current.Inert.Values
            .Where(resource => resource.Id.StartsWith($"{path}/", StringComparison.OrdinalIgnoreCase) && !resource.Id[(path.Length + 1)..].Contains('/', StringComparison.Ordinal))
            .OrderBy(resource => resource.Id, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return children.Count > 0 ? Answers.List(request, children.Select(resource => resource.View())) : Results.NotFound();
    }

    private static async Task<IResult> DeleteAsync(HttpRequest request, StateStore store)
    {
        var key = request.Path.Value!.TrimEnd('/').ToLowerInvariant();
        var found = false;
        await store.ChangeAsync(
            state => (found = state.Inert.ContainsKey(key))
                ? state with { Inert = state.Inert.RemoveRange(state.Inert.Keys.Where(other => other == key || other.StartsWith($"{key}/", StringComparison.Ordinal))) }
                : state,
            request.HttpContext.RequestAborted);
        return found ? Results.Ok() : Results.NoContent();
    }

    [GeneratedRegex("^\\s*resourceType\\s+eq\\s+'([^']+)'\\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex TypeFilter();
}
