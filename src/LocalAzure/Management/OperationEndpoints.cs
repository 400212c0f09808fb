using System.Globalization;
using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Management;

/// <summary>How an operation goes, and what came of it.</summary>
internal static class OperationEndpoints
{
    private const string Place = "/subscriptions/{subscription}/providers/Microsoft.App/locations/{location}";

    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        foreach (var pattern in new[] { Place + "/containerappOperationStatuses/{id}", "/subscriptions/{subscription}/operationStatuses/{id}" })
            endpoints.MapGet(pattern, Status);
        foreach (var pattern in new[] { Place + "/containerappOperationResults/{id}", "/subscriptions/{subscription}/operationresults/{id}" })
            endpoints.MapGet(pattern, Result);
    }

    private static IResult Status(HttpContext context, string id, StateStore store)
    {
        var operation = Find(store, id);
        var body = new JsonObject
        {
            ["id"] = context.Request.Path.Value,
            ["name"] = operation.Id,
            ["status"] = operation.Status.ToString(),
            ["startTime"] = Time(operation.Started),
        };
        if (operation.Ended is { } ended)
            body["endTime"] = Time(ended);
        else
            context.Response.Headers.RetryAfter = "1";
        if (operation is { Status: OperationStatus.Failed, Error: { } error })
            body["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message };

        return Answers.Json(body);
    }

    private static IResult Result(HttpContext context, string id, StateStore store, ContainerAppView apps)
    {
        var operation = Find(store, id);
        if (operation.Status == OperationStatus.InProgress)
        {
            context.Response.Headers.Location = Answers.Address(context.Request, context.Request.Path) + context.Request.QueryString;
            context.Response.Headers.RetryAfter = "1";
            return Results.StatusCode(202);
        }

        if (operation is { Status: OperationStatus.Failed, Error: { } error })
            throw ArmException.BadRequest(error.Code, error.Message);

        var key = operation.Target.ToLowerInvariant();
        if (store.Current.Apps.GetValueOrDefault(key) is { } app)
            return Answers.Json(apps.Render(app));

        return store.Current.Environments.GetValueOrDefault(key) is { } environment
            ? Answers.Json(ManagedEnvironmentEndpoints.View(environment))
            : Results.Ok();
    }

    private static Operation Find(StateStore store, string id) => store.Current.Operations.GetValueOrDefault(id.ToLowerInvariant())
        ?? throw new ArmException(404, "ResourceNotFound", $"Operation '{id}' was not found. Finished operations are kept for a day.");

    private static string Time(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture);
}
