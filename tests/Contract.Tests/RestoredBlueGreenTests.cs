using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Promotions that turn out bad at a step: everything is as it was, for all services.</summary>
public sealed class RestoredBlueGreenTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task BlueGreen_WhenTheSecondServiceTurnsOutBad_TakesTheFirstBackToo()
    {
        var stage = new Stage(azure, "second");
        var first = await stage.DeployAsync("1.0.0");
        stage.OnProgress = (_, step) => BreakWebAtItsFirstStep(stage, step);

        var second = await stage.PromoteAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldStartWith("The step of 50 % failed: web, errors: ");
        stage.Progress.ShouldContain($"50 % to {second.Services[0].Revision}");
        second.Services.ShouldAllBe(service => service.SecondsToZero != null);
        await stage.ShouldServeAsync(first);
        (await stage.LedgerAsync()).Current!.Version.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task BlueGreen_WhenTrafficOfTheSecondServiceCannotMove_TakesTheFirstBackToo()
    {
        var stage = new Stage(azure, "immovable");
        var first = await stage.DeployAsync("1.0.0");
        stage.OnJournal = (mark, step, _) => RefuseTrafficOfWeb(stage, mark, step);

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldContain("PATCH containerApps/immovable-web: ContainerAppInvalidTraffic: not now");
        stage.Progress.ShouldContain($"10 % to {second.Services[0].Revision}");
        await stage.ShouldServeAsync(first);
    }

    [Fact]
    public async Task BlueGreen_ThatFailed_LeavesTheAppsDescriptionAsItWas()
    {
        var stage = new Stage(azure, "unchanged");
        await stage.DeployAsync("1.0.0");
        (await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()))).Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        var before = await DescribeAsync(stage);
        stage.OnProgress = (_, step) => BreakWebAtItsFirstStep(stage, step);
        stage.ApiVariables = [("ONLY_IN", "3.0.0")];

        var third = await stage.PromoteAsync("3.0.0");

        third.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        (await DescribeAsync(stage)).ShouldBe(before);
    }

    private void BreakWebAtItsFirstStep(Stage stage, RolloutProgress step)
    {
        if (step is { Step: "shift", Service: "web" } && step.Text.StartsWith("50 %", StringComparison.Ordinal))
            stage.Complete(() => azure.Administration.DisturbAsync(stage.Web, new JsonObject
            {
                ["ingress"] = new JsonArray(new JsonObject { ["revision"] = step.Text.Split(' ')[^1], ["status"] = 500 }),
            }));
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

    /// <summary>Both apps as the platform describes them, but for the names of revisions that came and went, and the time.</summary>
    private static async Task<string> DescribeAsync(Stage stage)
    {
        var described = new JsonArray();
        foreach (var name in new[] { stage.Api, stage.Web })
        {
            var app = (JsonObject)(await stage.Apps.FindAppAsync(name, CancellationToken.None))!.Raw.DeepClone();
            app.Remove("systemData");
            var properties = (JsonObject)app["properties"]!;
            foreach (var history in new[] { "latestRevisionName", "latestReadyRevisionName", "latestRevisionFqdn" })
                properties.Remove(history);
            ((JsonObject)properties["template"]!).Remove("revisionSuffix");
            described.Add((JsonNode)app);
        }

        return described.ToJsonString(new() { WriteIndented = true });
    }
}
