using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Management;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary><c>Microsoft.Resources/deployments</c> of resource groups and of subscriptions.</summary>
internal static class DeploymentEndpoints
{
    private const string Group = "/subscriptions/{subscription}/resourceGroups/{group}";
    private const string Subscription = "/subscriptions/{subscription}";
    private const string Provider = "/providers/Microsoft.Resources/deployments";

    public static void MapDeployments(this IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, Group);
        Map(endpoints, Subscription);
        // The platform's own path for operations of a group's deployment leaves the provider out.
        MapOperations(endpoints, Group + "/deployments/{name}");
    }

    private static void Map(IEndpointRouteBuilder endpoints, string scope)
    {
        var one = scope + Provider + "/{name}";
        endpoints.MapGet(scope + Provider, (HttpRequest request, StateStore store) => Answer(() => List(request, store)));
        endpoints.MapGet(one, (HttpRequest request, ResourceDeployments deployments) => Answer(() => Answers.Json(DeploymentView.Render(Find(request, deployments)))));
        endpoints.MapMethods(one, ["HEAD"], (HttpRequest request, StateStore store) =>
            Results.StatusCode(store.Current.Deployments.ContainsKey(Scope(request).PathOf(ResourceTypes.Deployments, Name(request)).ToLowerInvariant()) ? 204 : 404));
        endpoints.MapPut(one, (HttpContext context, ResourceDeployments deployments) => AnswerAsync(() => PutAsync(context, deployments)));
        endpoints.MapDelete(one, (HttpRequest request, ResourceDeployments deployments) => AnswerAsync(async () =>
        {
            await deployments.DeleteAsync(Scope(request), Name(request), request.HttpContext.RequestAborted);
            return Results.NoContent();
        }));
        endpoints.MapPost(one + "/validate", (HttpContext context, ResourceDeployments deployments, TimeProvider time) => ValidateAsync(context, deployments, time));
        endpoints.MapPost(one + "/whatIf", (HttpContext context, ResourceDeployments deployments, WhatIf whatIf) => AnswerAsync(() => WhatIfAsync(context, deployments, whatIf)));
        endpoints.MapPost(one + "/cancel", (HttpRequest request, ResourceDeployments deployments) => AnswerAsync(async () =>
        {
            await deployments.CancelAsync(Scope(request), Name(request), request.HttpContext.RequestAborted);
            return Results.NoContent();
        }));
        endpoints.MapPost(one + "/exportTemplate", (HttpRequest request, ResourceDeployments deployments) => Answer(() =>
            Answers.Json(new JsonObject { ["template"] = JsonNode.Parse(Find(request, deployments).Template) })));
        endpoints.MapGet(one + "/operationStatuses/{id}", (HttpContext context, string id, ResourceDeployments deployments) => Answer(() => Status(context, id, deployments)));
        MapOperations(endpoints, one);
    }

    private static void MapOperations(IEndpointRouteBuilder endpoints, string one)
    {
        endpoints.MapGet(one + "/operations", (HttpRequest request, ResourceDeployments deployments) => Answer(() =>
        {
            var deployment = Find(request, deployments);
            return Answers.List(request, deployment.Operations.Reverse().Select(operation => DeploymentView.Render(deployment, operation)));
        }));
        endpoints.MapGet(one + "/operations/{id}", (HttpRequest request, string id, ResourceDeployments deployments) => Answer(() =>
        {
            var deployment = Find(request, deployments);
            return deployment.Operations.FirstOrDefault(operation => string.Equals(operation.Id, id, StringComparison.OrdinalIgnoreCase)) is { } found
                ? Answers.Json(DeploymentView.Render(deployment, found))
                : throw DeploymentException.Refused(404, "DeploymentOperationNotFound", $"The deployment operation '{id}' of deployment '{deployment.Name}' could not be found.");
        }));
    }

    private static async Task<IResult> PutAsync(HttpContext context, ResourceDeployments deployments)
    {
        var request = await ReadAsync(context.Request);
        var (deployment, created) = await deployments.PutAsync(request, Correlation(context), context.RequestAborted);
        var version = context.Request.Query["api-version"];
        context.Response.Headers["Azure-AsyncOperation"] = Answers.Address(context.Request, $"{deployment.Path}/operationStatuses/{deployment.StatusId}") + $"?api-version={version}";
        context.Response.Headers.RetryAfter = "1";
        return Answers.Json(DeploymentView.Render(deployment), created ? 201 : 200);
    }

    private static async Task<IResult> ValidateAsync(HttpContext context, ResourceDeployments deployments, TimeProvider time)
    {
        try
        {
            var request = await ReadAsync(context.Request);
            var plan = deployments.Plan(request, Correlation(context));
            return Answers.Json(new JsonObject { ["properties"] = Validated(context, request, plan, time.GetUtcNow()) });
        }
        catch (DeploymentException e) when (e.Status == 400)
        {
            return Error(e);
        }
    }

    private static JsonObject Validated(HttpContext context, DeploymentRequest request, DeploymentPlan plan, DateTimeOffset now)
    {
        var properties = DeploymentView.Properties(new Deployment
        {
            Scope = request.Scope,
            Name = request.Name,
            Template = "{}",
            Parameters = "{}",
            ShownParameters = plan.Frame.ShownParameters().ToJsonString(Values.Compact),
            TemplateHash = Templates.TemplateHash.Of(request.Template),
            CorrelationId = Correlation(context),
            StatusId = "",
            ProvisioningState = "Succeeded",
            Started = now,
            Types = [.. plan.Writes.Select(planned => planned.Write.Type).Distinct(StringComparer.OrdinalIgnoreCase)],
        });
        properties["validatedResources"] = DeploymentView.References(plan.Writes.Select(planned => planned.Write.Id));
        return properties;
    }

    private static async Task<IResult> WhatIfAsync(HttpContext context, ResourceDeployments deployments, WhatIf whatIf)
    {
        var request = await ReadAsync(context.Request);
        var plan = deployments.Plan(request, Correlation(context));
        return Answers.Json(new JsonObject { ["status"] = "Succeeded", ["properties"] = new JsonObject { ["changes"] = whatIf.Changes(request, plan) } });
    }

    private static IResult Status(HttpContext context, string id, ResourceDeployments deployments)
    {
        var deployment = Find(context.Request, deployments);
        if (!string.Equals(deployment.StatusId, id, StringComparison.OrdinalIgnoreCase))
            throw DeploymentException.Refused(404, "ResourceNotFound", $"The operation '{id}' of deployment '{deployment.Name}' was not found: the deployment was sent again.");

        if (deployment.IsActive)
            context.Response.Headers.RetryAfter = "1";

        return Answers.Json(DeploymentView.Status(deployment));
    }

    private static IResult List(HttpRequest request, StateStore store)
    {
        var scope = Scope(request);
        if (scope.ResourceGroup is { } group && !store.Current.Groups.ContainsKey(scope.Path.ToLowerInvariant()))
            throw ArmException.GroupNotFound(group);

        return Answers.List(request, store.Current.Deployments.Values
            .Where(deployment => string.Equals(deployment.Scope.Path, scope.Path, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(deployment => deployment.Started)
            .Select(DeploymentView.Render));
    }

    private static async Task<DeploymentRequest> ReadAsync(HttpRequest request) => DeploymentRequest.Read(Scope(request), Name(request), await RequestBody.ReadAsync(request));

    private static Deployment Find(HttpRequest request, ResourceDeployments deployments) => deployments.Find(Scope(request), Name(request));

    private static DeploymentScope Scope(HttpRequest request) => new((string)request.RouteValues["subscription"]!, (string?)request.RouteValues.GetValueOrDefault("group"));

    private static string Name(HttpRequest request) => (string)request.RouteValues["name"]!;

    private static string Correlation(HttpContext context) => context.Response.Headers["x-ms-correlation-request-id"].ToString();

    private static IResult Answer(Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (DeploymentException e)
        {
            return Error(e);
        }
    }

    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (DeploymentException e)
        {
            return Error(e);
        }
    }

    private static IResult Error(DeploymentException e) => Answers.Json(new JsonObject { ["error"] = e.Error.ToJson() }, e.Status);
}
