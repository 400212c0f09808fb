using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Runs whose lock somebody took while they worked: another run may be changing the environment by now.</summary>
public sealed class LostLockTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_ThatLostItsLock_WritesNothingMore()
    {
        await using var stage = new Stage(azure, "lost-out");
        var effects = new List<string>();
        await stage.DeployAsync("1.0.0");
        using var lost = Lose(stage, effects, at: "shift");

        var second = await stage.DeployAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Inconclusive, stage.Progress);
        second.Error!.ShouldStartWith("The lock of staging is not held by this run any more: it changes nothing from here on, not even back.");
        effects.ShouldBe(["create", "create"]);
        second.Services[0].Traffic.ShouldHaveSingleItem().Weight.ShouldBe(100);
    }

    [Fact]
    public async Task Rollback_ThatLostItsLock_WritesNothingMore()
    {
        await using var stage = new Stage(azure, "lost-back");
        var effects = new List<string>();
        var first = await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        await stage.WakeAsync(first);
        using var lost = new CancellationTokenSource();
        stage.LockLost = lost.Token;
        stage.OnProgress = (_, step) =>
        {
            effects.Add(step.Step);
            lost.Cancel();
        };
        await lost.CancelAsync();

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Inconclusive, stage.Progress);
        outcome.Error!.ShouldStartWith("The lock of staging is not held by this run any more");
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(second.Services[0].Revision);
        outcome.Services.ShouldAllBe(service => service.Way == WayBack.Standby);
    }

    /// <summary>The lock goes as a phase begins.</summary>
    private static CancellationTokenSource Lose(Stage stage, List<string> effects, string at)
    {
        var lost = new CancellationTokenSource();
        stage.LockLost = lost.Token;
        stage.OnJournal = (mark, step, subject) =>
        {
            if (mark == "begin" && step == at && subject is null)
                lost.Cancel();
            if (mark == "begin" && subject is not null && step is not ("rollout" or "plan"))
                effects.Add(step);
        };
        return lost;
    }
}
