using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace Contract.Tests;

/// <summary>Promotions that are left to a person.</summary>
public sealed class HeldRolloutTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task BlueGreen_ThatStaysInconclusive_IsHeldWhereTheSettingsSayAndTakenBackElse()
    {
        await using var stage = new Stage(azure, "doubt");
        var first = await stage.DeployAsync("1.0.0");

        var held = await stage.PromoteAsync("2.0.0", settings: Doubtful(stage, InconclusiveStep.Hold));

        (held.HeldAt, held.Paused, held.Verdict).ShouldBe((50, false, Verdict.Inconclusive), $"{held.Error}\n{stage.Progress}");
        Should.Throw<RefusedException>(held.ThrowUnlessPassed).Message.ShouldBe("staging is held at 50 %: the step stayed inconclusive. Go on with --resume, or back with --abort.");
        held.Services[0].Traffic.Select(entry => entry.Weight).ShouldBe([50, 50]);
        (await stage.UnfinishedAsync()).ShouldBe(new UnfinishedRollout("2.0.0", 50, IsHeld: true));
        (await stage.PromoteAsync("2.0.0", options => options with { Intent = RolloutIntent.Abort })).Verdict.ShouldBe(Verdict.Pass, stage.Progress);

        var undone = await stage.PromoteAsync("3.0.0", settings: Doubtful(stage, InconclusiveStep.Abort));

        undone.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        undone.Error!.ShouldStartWith("The step of 50 % stayed inconclusive: ");
        (await stage.ActiveAsync(stage.Api)).ShouldBe([first.Services[0].Revision!], stage.Progress);
    }

    [Fact]
    public async Task BlueGreen_OfAFirstDeploymentThatIsAborted_LeavesNothingServingAsBefore()
    {
        await using var stage = new Stage(azure, "stillborn");
        var paused = await stage.PromoteAsync("1.0.0", options => options with { PauseAt = 0 });
        paused.HeldAt.ShouldBe(0, $"{paused.Error}\n{stage.Progress}");

        var aborted = await stage.PromoteAsync("1.0.0", options => options with { Intent = RolloutIntent.Abort });

        aborted.Verdict.ShouldBe(Verdict.Pass, $"{aborted.Error}\n{stage.Progress}");
        stage.Progress.ShouldContain($"nothing served before, so {stage.Api} answers nobody until the next deployment");
        foreach (var app in new[] { stage.Api, stage.Web })
            (await stage.ActiveAsync(app)).ShouldBeEmpty();
        (await stage.UnfinishedAsync()).ShouldBeNull();
        (await stage.LedgerAsync()).Current.ShouldBeNull();

        (await stage.PromoteAsync("1.0.1")).Verdict.ShouldBe(Verdict.Pass, stage.Progress);
    }

    [Fact]
    public async Task BlueGreen_OfAFirstDeploymentThatWaited_GoesOnFromAnotherRun()
    {
        await using var stage = new Stage(azure, "firstborn");
        var paused = await stage.PromoteAsync("1.0.0", options => options with { PauseAt = 0 });

        var resumed = await stage.PromoteAsync("1.0.0", options => options with { Intent = RolloutIntent.Resume });

        resumed.Verdict.ShouldBe(Verdict.Pass, $"{resumed.Error}\n{stage.Progress}");
        await stage.ShouldServeAsync(paused);
        (await Should.ThrowAsync<DeliveryException>(() => stage.PromoteAsync("1.0.0", options => options with { Intent = RolloutIntent.Abort })))
            .Message.ShouldStartWith("The ledger names 1.0.0, which has all traffic");
    }

    [Fact]
    public async Task BlueGreen_ThatCannotSayThatItWaits_TellsOfItAndIsFoundAllTheSame()
    {
        await using var stage = new Stage(azure, "mute");
        var refused = new JsonObject { ["method"] = "PATCH", ["body"] = "frostline-held", ["status"] = 400, ["code"] = "TooManyTags", ["message"] = "no more", ["count"] = 1 };
        await azure.Administration.DisturbAsync(stage.Environment.ResourceGroup, new JsonObject { ["management"] = new JsonArray(refused) });

        var paused = await stage.PromoteAsync("1.0.0", options => options with { PauseAt = 0 });

        paused.HeldAt.ShouldBe(0, $"{paused.Error}\n{stage.Progress}");
        paused.Error.ShouldNotBeNull().ShouldStartWith("The tag that says whether a rollout of staging is held could not be written: ");
        (await stage.UnfinishedAsync()).ShouldBe(new UnfinishedRollout("1.0.0", 100, IsHeld: false));
    }

    /// <summary>More requests are wanted than a step can make.</summary>
    private static PipelineSettings Doubtful(Stage stage, InconclusiveStep then)
    {
        var judged = stage.Judged();
        return stage.Settings(judged with
        {
            Rollout = judged.Rollout with
            {
                Bake = TimeSpan.FromSeconds(1), Inconclusive = then, Analysis = judged.Rollout.Analysis with { MinimumRequests = 100_000, Extensions = 0 },
            },
        });
    }
}
