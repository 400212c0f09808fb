using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Testing;

namespace Contract.Tests;

/// <summary>Promotions that turn out bad at a step: everything is as it was, for all services.</summary>
public sealed class RestoredBlueGreenTests(RunningLocalAzure azure)
{
    [Fact, Trait("Figures", "rollout")]
    public async Task BlueGreen_WhenOnlyTheSecondServiceIsBad_TakesBothBackToWhatTheyWere()
    {
        await using var stage = new Stage(azure, "second");
        await stage.DeployAsync("0.9.0");
        stage.ApiVariables = [("ONLY_IN", "1.0.0")];
        var first = await stage.PromoteAsync("1.0.0");
        stage.ApiVariables = [];
        var before = await ArmAsync(stage);

        var second = await stage.PromoteAsync("2.0.0", settings: Erring(stage));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldStartWith("The step of 50 % failed: web, errors:");
        second.Analyses.ShouldHaveSingleItem().Metrics.ShouldContain(metric => metric.Service == "web" && metric.Verdict == Verdict.Fail);
        second.Services.ShouldAllBe(service => service.SecondsToZero != null);
        second.SecondsToZero.ShouldBe(second.Services.Max(service => service.SecondsToZero));
        stage.Progress.ShouldContain($"50 % to {second.Services[0].Revision}");
        (await ArmAsync(stage)).ShouldBe(before);
        (await stage.LedgerAsync()).Current!.Version.ShouldBe("1.0.0");
        foreach (var service in first.Services)
        {
            (await stage.AskAsync(service.App, "/")).ShouldBe(service.Revision);
            (await stage.ActiveAsync(service.App)).ShouldBe([service.Revision!], stage.Progress);
        }

        Figures.Record("services that went back when only the second one was bad", second.Services.Count, "services", "2");
        Figures.Record("of them described otherwise than before by the management API", 0, "services", "0");
    }

    [Fact]
    public async Task BlueGreen_WhenTrafficOfTheSecondServiceCannotMove_TakesTheFirstBackToo()
    {
        await using var stage = new Stage(azure, "immovable");
        var first = await stage.DeployAsync("1.0.0");
        stage.OnJournal = (mark, step, _) => RefuseTrafficOfWeb(stage, mark, step);

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldContain("PATCH containerApps/immovable-web: ContainerAppInvalidTraffic: not now");
        stage.Progress.ShouldContain($"10 % to {second.Services[0].Revision}");
        await stage.ShouldServeAsync(first);
    }

    private void RefuseTrafficOfWeb(Stage stage, string mark, string step)
    {
        if ((mark, step) != ("end", "preview"))
            return;
        var refused = new JsonObject
        {
            ["method"] = "PATCH", ["body"] = "\"traffic\"", ["status"] = 400, ["code"] = "ContainerAppInvalidTraffic", ["message"] = "not now", ["count"] = 6,
        };
        stage.Complete(() => azure.Administration.DisturbAsync(stage.Web, new JsonObject { ["management"] = new JsonArray(refused) }));
    }

    /// <summary>The web fails most requests to one of its paths, not so many that no check passes.</summary>
    private static PipelineSettings Erring(Stage stage)
    {
        var settings = stage.Settings(stage.Judged(), ("ERROR_RATE", "0.7"));
        var web = settings.Services["web"];
        return settings with
        {
            Services = new OrderedDictionary<string, ServiceSettings> { ["api"] = settings.Services["api"], ["web"] = web with { Smoke = [.. web.Smoke, new SmokeCheck { Path = "/slow?ms=1" }] } },
        };
    }

    /// <summary>What the management API says of the apps, without what the history of revisions changes.</summary>
    private static async Task<string> ArmAsync(Stage stage)
    {
        var apps = await Task.WhenAll(new[] { stage.Api, stage.Web }.Select(app => stage.Apps.FindAppAsync(app, CancellationToken.None)));
        return string.Join('\n', apps.Select(app => WithoutHistory((JsonObject)app!.Raw.DeepClone()).ToJsonString()));
    }

    private static JsonObject WithoutHistory(JsonObject app)
    {
        app.Remove("systemData");
        var properties = (JsonObject)app["properties"]!;
        foreach (var name in new[] { "latestRevisionName", "latestReadyRevisionName", "latestRevisionFqdn" })
            properties.Remove(name);
        ((JsonObject)properties["template"]!).Remove("revisionSuffix");
        return app;
    }
}
