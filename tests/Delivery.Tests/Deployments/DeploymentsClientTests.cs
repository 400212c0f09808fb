using System.Text.Json.Nodes;
using Delivery.Tests.ContainerApps;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Deployments;
using Microsoft.AspNetCore.Http;

namespace Delivery.Tests.Deployments;

public sealed class DeploymentsClientTests : IAsyncLifetime
{
    private const string Path = "/subscriptions/s/resourceGroups/group/providers/Microsoft.Resources/deployments";
    private static readonly TemplateDeployment Deployment = new("main", [], []);

    private readonly Told told = new();
    private ScriptedPlatform platform = null!;

    public async ValueTask InitializeAsync() => platform = await ScriptedPlatform.StartAsync();

    public ValueTask DisposeAsync() => platform.DisposeAsync();

    [Fact]
    public async Task Run_TellsOfEachResourceOnce_ThoseOfModulesToo()
    {
        platform.Answer = (context, before) => Last(context) switch
        {
            "main" when context.Request.Method == "PUT" => Accepted(context, "/status/1"),
            "main" => Json(context, """{"name":"main","properties":{"provisioningState":"Succeeded","outputs":{"host":{"type":"String","value":"h"}}}}"""),
            "1" => Json(context, $$"""{"status":"{{(before < 3 ? "Running" : "Succeeded")}}"}"""),
            _ when context.Request.Path.Value!.Contains("/inner/", StringComparison.Ordinal) => Json(context, $$"""{"value":[{{Operation("b", "Microsoft.App/containerApps", "api", "Succeeded", "PT2.5S")}}]}"""),
            _ => Json(context, $$"""{"value":[{{Operation("a", "Microsoft.Resources/deployments", "inner", "Succeeded", "PT3S")}}]}"""),
        };

        var deployed = await platform.Deployments().RunAsync(Deployment, told, CancellationToken.None);

        ((string?)deployed.Outputs["host"]).ShouldBe("h");
        told.Select(resource => resource.ToString()).ShouldBe(["   2.5 s  Microsoft.App/containerApps api"]);
    }

    [Fact]
    public async Task Run_ThatFails_FindsTheReasonInsideTheReasons()
    {
        var quoted = """{\"error\":{\"code\":\"InvalidImage\",\"message\":\"The image is not there.\"}}""";
        var error = $$"""{"code":"DeploymentFailed","message":"See below.","details":[{"code":"Conflict","message":"{{quoted}}"}]}""";
        platform.Answer = (context, _) => Last(context) switch
        {
            "main" when context.Request.Method == "PUT" => Accepted(context, "/status/1"),
            "1" => Json(context, """{"status":"Failed"}"""),
            _ => Json(context, $$"""{"value":[{{Operation("a", "Microsoft.App/containerApps", "api", "Failed", "PT1S", error)}}]}"""),
        };

        var failed = await Should.ThrowAsync<DeploymentFailedException>(() => platform.Deployments().RunAsync(Deployment, told, CancellationToken.None));

        failed.Message.ShouldBe("Deployment 'main' failed:\n  Microsoft.App/containerApps api: InvalidImage: The image is not there.");
    }

    [Fact]
    public async Task Run_SentToAnotherHost_DoesNotFollow()
    {
        platform.Answer = (context, _) => Accepted(context, "https://elsewhere.example/status/1");

        var error = await Should.ThrowAsync<ContainerAppsException>(() => platform.Deployments().RunAsync(Deployment, told, CancellationToken.None));

        error.Code.ShouldBe("ForeignHost");
    }

    [Fact]
    public async Task Run_ThatIsCancelled_CancelsTheDeployment()
    {
        using var cancellation = new CancellationTokenSource();
        platform.Answer = (context, before) =>
        {
            if (Last(context) == "1" && before == 1)
                cancellation.Cancel();
            return Last(context) switch { "main" => Accepted(context, "/status/1"), "1" => Json(context, """{"status":"Running"}"""), _ => Json(context, """{"value":[]}""") };
        };

        await Should.ThrowAsync<OperationCanceledException>(() => platform.Deployments().RunAsync(Deployment, told, cancellation.Token));

        platform.Requests.ShouldContain("POST cancel");
    }

    [Fact]
    public async Task Run_ThatTakesTooLong_IsCancelledAndSaysSo()
    {
        platform.Answer = (context, _) => Last(context) switch { "main" => Accepted(context, "/status/1"), "1" => Json(context, """{"status":"Running"}"""), _ => Json(context, """{"value":[]}""") };

        var error = await Should.ThrowAsync<DeploymentFailedException>(() =>
            platform.Deployments().RunAsync(Deployment with { Deadline = TimeSpan.FromSeconds(1) }, told, CancellationToken.None));

        error.Message.ShouldBe("Deployment 'main' did not end within 00:00:01 and was cancelled.");
        platform.Requests.ShouldContain("POST cancel");
    }

    [Fact]
    public async Task Validate_OfARefusedTemplate_CarriesEveryReason()
    {
        platform.Answer = (context, _) =>
        {
            context.Response.StatusCode = 400;
            return Json(context, """{"error":{"code":"InvalidTemplateDeployment","message":"m","details":[{"code":"A","message":"first"},{"code":"B","message":"second","target":"/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/api"}]}}""");
        };

        var error = await Should.ThrowAsync<DeploymentFailedException>(() => platform.Deployments().ValidateAsync(Deployment, CancellationToken.None));

        error.Message.ShouldBe("Deployment 'main' was refused:\n  A: first\n  Microsoft.App/containerApps/api: B: second");
    }

    [Fact]
    public async Task WhatIf_IsFollowedToItsAnswer()
    {
        platform.Answer = (context, before) =>
        {
            if (Last(context) == "whatIf" || before == 0)
            {
                context.Response.StatusCode = 202;
                context.Response.Headers.Location = $"{platform.Endpoint}results/1";
                return Task.CompletedTask;
            }

            return Json(context, """{"status":"Succeeded","properties":{"changes":[{"resourceId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/api","changeType":"Modify","delta":[{"path":"tags","propertyChangeType":"Array","children":[{"path":"0","propertyChangeType":"Create","after":1}]}]}]}}""");
        };

        var change = (await platform.Deployments().WhatIfAsync(Deployment, CancellationToken.None)).ShouldHaveSingleItem();

        (change.Resource, change.ChangeType, change.Delta[0].Children[0].Change).ShouldBe(("Microsoft.App/containerApps/api", "Modify", "Create"));
    }

    private static string Operation(string id, string type, string name, string state, string duration, string error = "null") =>
        $$$$"""{"id":"{{{{Path}}}}/main/operations/{{{{id}}}}","properties":{"provisioningOperation":"Create","provisioningState":"{{{{state}}}}","duration":"{{{{duration}}}}","statusMessage":{"error":{{{{error}}}}},"targetResource":{"id":"{{{{Path}}}}/{{{{name}}}}","resourceType":"{{{{type}}}}","resourceName":"{{{{name}}}}"}}}""";

    private static string Last(HttpContext context) => context.Request.Path.Value!.Split('/')[^1];

    private static Task Accepted(HttpContext context, string operation)
    {
        context.Response.StatusCode = 201;
        context.Response.Headers["Azure-AsyncOperation"] = operation.StartsWith('/') ? $"https://{context.Request.Host}{operation}" : operation;
        return Json(context, """{"name":"main","properties":{"provisioningState":"Accepted"}}""");
    }

    private static Task Json(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private sealed class Told : List<ResourceProgress>, IProgress<ResourceProgress>
    {
        public void Report(ResourceProgress value) => Add(value);
    }
}
