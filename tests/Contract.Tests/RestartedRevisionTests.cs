using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Candidates that do not start at the first attempt: story 1 of the research, where a restart cures.</summary>
public sealed class RestartedRevisionTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_OfARevisionStuckActivating_RestartsItOnceAndGoesOn()
    {
        await using var stage = new Stage(azure, "stuck-once");
        await stage.DeployAsync("1.0.0");
        await DisturbAsync(stage, new JsonObject { ["stuckActivating"] = true, ["count"] = 1 });

        var second = await stage.DeployAsync("2.0.0", stage.Settings(stage.Environment with { ReadyTimeout = TimeSpan.FromSeconds(12) }));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        stage.Progress.ShouldContain($"{second.Services[1].Revision} is stuck: 0 of 1 replicas ready");
        await stage.ShouldServeAsync(second);
    }

    [Fact]
    public async Task Rollout_OfAReplicaThatCrashesOnceAtItsStart_IsNoFailure()
    {
        await using var stage = new Stage(azure, "hiccup");
        await stage.DeployAsync("1.0.0");
        await DisturbAsync(stage, new JsonObject { ["crashAfterSeconds"] = 0.05, ["count"] = 1 });

        var second = await stage.PromoteAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        stage.Progress.ShouldNotContain("is stuck");
    }

    private Task DisturbAsync(Stage stage, JsonObject fault) => azure.Administration.DisturbAsync(stage.Web, new JsonObject { ["revisions"] = new JsonArray(fault) });
}
