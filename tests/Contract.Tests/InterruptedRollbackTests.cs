using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Rollbacks of what was cut off, or never begun.</summary>
public sealed class InterruptedRollbackTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollback_AfterOneWasKilledBetweenTwoApps_FinishesIt()
    {
        await using var stage = new Stage(azure, "back-killed");
        var first = await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");
        await stage.WakeAsync(first);
        await stage.Apps.ShiftTrafficAsync(stage.Api, new Dictionary<string, int> { [first.Services[0].Revision!] = 100 }, CancellationToken.None);

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        outcome.Version.ShouldBe("1.0.0");
        outcome.Services.Select(service => service.Way).ShouldBe([WayBack.Stays, WayBack.Standby]);
    }

    [Fact]
    public async Task Rollback_OfARolloutThatNeverCameToItsEnd_BringsTheCurrentReleaseBack()
    {
        await using var stage = new Stage(azure, "back-half");
        await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        await stage.AddRevisionAsync(stage.Web, "half", "3.0.0");
        await stage.Apps.ShiftTrafficAsync(stage.Web, new Dictionary<string, int> { [$"{stage.Web}--half"] = 50, [second.Services[1].Revision!] = 50 }, CancellationToken.None);

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        outcome.Version.ShouldBe("2.0.0");
        await stage.ShouldServeAsync(second);
    }

    [Fact]
    public async Task Rollback_OfAnEnvironmentWithoutReleases_SaysThatThereIsNone()
    {
        await using var stage = new Stage(azure, "back-empty");

        (await Should.ThrowAsync<DeliveryException>(() => stage.RollbackAsync())).Message.ShouldBe("staging: its ledger names no release, so there is none to go back to. Deploy to it first.");
    }
}
