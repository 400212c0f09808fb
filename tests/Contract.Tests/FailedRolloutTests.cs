using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Rollouts that fail, are cancelled, or follow one that died: the old release serves until a new one does.</summary>
public sealed class FailedRolloutTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_WhenNewRevisionNeverBecomesReady_LeavesOldRevisionServing()
    {
        var stage = new Stage(azure, "stuck");
        var first = await stage.DeployAsync("1.0.0");
        var impatient = stage.Environment with { ReadyTimeout = TimeSpan.FromSeconds(4) };

        var second = await stage.DeployAsync("2.0.0", stage.Settings(impatient, ("NEVER_READY", "1")));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldStartWith($"web: '{second.Services[1].Revision}' was not ready within 00:00:04: 0 of 1 replicas ready");
        second.Error!.ShouldEndWith($"'{first.Services[1].Revision}' still serves 100 %.");
        second.Evidence.ShouldContain(section => section.Title.StartsWith("web: last 100 lines") && section.Lines.Any(line => line.Contains(" starts")));
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(first.Services[0].Revision);
        (await stage.AskAsync(stage.Web, "/")).ShouldBe(first.Services[1].Revision);
        (await stage.ActiveAsync(stage.Api)).ShouldBe([first.Services[0].Revision!]);
        (await stage.ActiveAsync(stage.Web)).ShouldBe([first.Services[1].Revision!]);
        (await stage.LiveAsync("1.0.0")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Rollout_WhenTheServiceExitsAtStart_ShowsWhatItPrinted()
    {
        var stage = new Stage(azure, "crash");
        var impatient = stage.Environment with { ReadyTimeout = TimeSpan.FromSeconds(4) };

        var outcome = await stage.DeployAsync("1.0.0", stage.Settings(impatient, ("EXIT_AT_START", "7")));

        outcome.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        outcome.Evidence.SelectMany(section => section.Lines).ShouldContain(line => line.Contains("told to exit at start"));
    }

    [Fact]
    public async Task Rollout_WhenCancelled_UndoesWhatItBeganAndTheNextOneSucceeds()
    {
        using var cancelled = new CancellationTokenSource();
        var stage = new Stage(azure, "cancel") { OnProgress = step => CancelAt(step, cancelled) };
        var first = await stage.DeployAsync("1.0.0");

        await Should.ThrowAsync<OperationCanceledException>(() => stage.DeployAsync("2.0.0", cancellation: cancelled.Token));

        (await stage.ActiveAsync(stage.Api)).ShouldBe([first.Services[0].Revision!]);
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(first.Services[0].Revision);
        (await stage.DeployAsync("2.0.0")).Verdict.ShouldBe(Verdict.Pass, stage.Progress);

        static void CancelAt(RolloutProgress step, CancellationTokenSource cancelled)
        {
            if (step is { Step: "create", Service: "web" } && step.Text.EndsWith("at 0 %", StringComparison.Ordinal))
                cancelled.Cancel();
        }
    }

    [Fact]
    public async Task Rollout_AfterOneThatDiedBetweenTwoShifts_MendsAndSupersedesIt()
    {
        var stage = new Stage(azure, "torn");
        await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        await OrphanAsync(stage);
        await stage.Apps.ShiftTrafficAsync(stage.Api, new Dictionary<string, int> { [$"{stage.Api}--orphan"] = 100 }, CancellationToken.None);

        var third = await stage.DeployAsync("3.0.0");

        third.Verdict.ShouldBe(Verdict.Pass, $"{third.Error}\n{stage.Progress}");
        third.Services[0].Previous.ShouldBe(second.Services[0].Revision);
        (await stage.ActiveAsync(stage.Api)).ShouldBe([third.Services[0].Revision!]);
    }

    /// <summary>A revision as a pipeline leaves it that was killed after it had moved one app.</summary>
    private static async Task OrphanAsync(Stage stage)
    {
        var app = (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!;
        var template = app.Raw["properties"]!["template"]!.DeepClone();
        template["revisionSuffix"] = "orphan";
        template["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "FROSTLINE_SOURCES", ["value"] = "torn" });
        await stage.Apps.PatchAppAsync(stage.Api, new JsonObject { ["properties"] = new JsonObject { ["template"] = template } }, CancellationToken.None);
    }
}
