using LocalAzure.Resources;
using LocalAzure.Revisions;

namespace LocalAzure.Management;

internal static class ReplicaEndpoints
{
    private const string List = RevisionEndpoints.One + "/replicas";

    public static void MapReplicas(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(List, (HttpRequest request, [AsParameters] AppRoute route, string revision, ContainerApps apps, RevisionView view) =>
            Answers.List(request, view.RenderReplicas(request, apps.Find(route.Id), apps.FindRevision(route.Id, revision))));
        endpoints.MapGet(List + "/{replica}", (HttpRequest request, [AsParameters] AppRoute route, string revision, string replica, ContainerApps apps, RevisionView view) =>
            Answers.Json(view.RenderReplicas(request, apps.Find(route.Id), apps.FindRevision(route.Id, revision))
                .FirstOrDefault(node => string.Equals(node["name"]!.GetValue<string>(), replica, StringComparison.OrdinalIgnoreCase))
                ?? throw NotFound(replica, revision)));
        endpoints.MapGet(List + "/{replica}/containers/{container}/logstream", StreamAsync);
    }

    /// <summary>The last lines a replica wrote (<c>tailLines</c>, at most 300, usually 20); with <c>follow=true</c> also what it writes until it ends.</summary>
    private static async Task StreamAsync(HttpContext context, [AsParameters] AppRoute route, string revision, string replica, ContainerApps apps, IRevisions revisions)
    {
        var key = apps.FindRevision(route.Id, revision).Key;
        var status = revisions.Find(key)?.Replicas.FirstOrDefault(candidate => string.Equals(candidate.Name, replica, StringComparison.OrdinalIgnoreCase))
            ?? throw NotFound(replica, revision);
        var tail = Math.Min(Answers.Number(context.Request, "tailLines", 20), 300);
        var written = new FileInfo(status.LogFile) is { Exists: true } file ? file.Length : 0;
        context.Response.ContentType = "text/plain; charset=utf-8";
        foreach (var line in revisions.ReadLog(key, status.Name, tail))
            await context.Response.WriteAsync(line + "\n", context.RequestAborted);

        if (string.Equals(context.Request.Query["follow"], "true", StringComparison.OrdinalIgnoreCase))
            await LogFollower.CopyAsync(status.LogFile, written, IsThere, context);

        bool IsThere() => revisions.Find(key)?.Replicas.Any(candidate => candidate.Name == status.Name) == true;
    }

    private static ArmException NotFound(string replica, string revision) => new(
        404, "ReplicaNotFound", $"Replica '{replica}' of revision '{revision}' was not found.");
}
