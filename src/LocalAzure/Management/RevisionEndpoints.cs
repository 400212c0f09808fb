using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalAzure.Resources;
using LocalAzure.Revisions;

namespace LocalAzure.Management;

internal static partial class RevisionEndpoints
{
    public const string List = "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/containerApps/{name}/revisions";
    public const string One = List + "/{revision}";

    public static void MapRevisions(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(List, (HttpRequest request, [AsParameters] AppRoute route, ContainerApps apps, RevisionView view) =>
        {
            var app = apps.Find(route.Id);
            return Answers.List(request, Filter(request, app.Revisions).Select(revision => view.Render(app, revision)));
        });
        endpoints.MapGet(One, ([AsParameters] AppRoute route, string revision, ContainerApps apps, RevisionView view) =>
            Answers.Json(view.Render(apps.Find(route.Id), apps.FindRevision(route.Id, revision))));
        endpoints.MapPost(One + "/activate", async (HttpContext context, [AsParameters] AppRoute route, string revision, ContainerApps apps) =>
        {
            await apps.SetActiveAsync(route.Id, revision, active: true, context.RequestAborted);
            return Answers.Json(JsonValue.Create("Activate succeeded"));
        });
        endpoints.MapPost(One + "/deactivate", async (HttpContext context, [AsParameters] AppRoute route, string revision, ContainerApps apps) =>
        {
            await apps.SetActiveAsync(route.Id, revision, active: false, context.RequestAborted);
            return Answers.Json(JsonValue.Create("Deactivate succeeded"));
        });
        endpoints.MapPost(One + "/restart", async (HttpContext context, [AsParameters] AppRoute route, string revision, ContainerApps apps) =>
        {
            await apps.RestartAsync(route.Id, revision, context.RequestAborted);
            return Answers.Json(JsonValue.Create("Restart succeeded"));
        });
    }

    private static IEnumerable<Revision> Filter(HttpRequest request, IEnumerable<Revision> revisions)
    {
        if (request.Query["$filter"].ToString() is not { Length: > 0 } filter)
            return revisions;

        return ActiveFilter().Match(filter) is { Success: true } match
            ? revisions.Where(revision => revision.Active == bool.Parse(match.Groups[1].Value))
            : throw ArmException.BadRequest("InvalidFilter", $"$filter: '{filter}' is not understood. LocalAzure knows: properties/active eq true.");
    }

    [GeneratedRegex("^\\s*properties/active\\s+eq\\s+(true|false)\\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex ActiveFilter();
}
