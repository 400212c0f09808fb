using Frostline.Delivery;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Promotions in judged steps: the real client and judge against the real LocalAzure with real replicas.</summary>
public sealed class BlueGreenTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task BlueGreen_OfAGoodRelease_MovesStepByStepAndKeepsAStandby()
    {
        await using var stage = new Stage(azure, "green");
        var first = await stage.DeployAsync("1.0.0");

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Judged(standby: TimeSpan.FromHours(1))));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        second.Analyses.Select(analysis => (analysis.Weight, analysis.Verdict)).ShouldBe([(50, Verdict.Pass), (100, Verdict.Pass)]);
        Stage.ShouldHaveLostNobody(second.Requests!.Examples);
        second.Requests.Sent.ShouldBeGreaterThan(50);
        stage.Progress.ShouldContain($"preview    api      http://{stage.Api}---green.contract-green.localhost:");
        foreach (var (was, now) in first.Services.Zip(second.Services))
        {
            now.Traffic.Where(entry => entry.Weight > 0 || entry.Label is not null)
                .ShouldBe([new(was.Revision, false, 0, "blue"), new(now.Revision, false, 100, "green")], ignoreOrder: true);
            (await stage.ActiveAsync(now.App)).ShouldBe([was.Revision!, now.Revision!], ignoreOrder: true);
        }

        (await stage.LedgerAsync()).Current!.Version.ShouldBe("2.0.0");

        var third = await stage.PromoteAsync("3.0.0");

        third.Verdict.ShouldBe(Verdict.Pass, $"{third.Error}\n{stage.Progress}");
        (await stage.ActiveAsync(stage.Api)).ShouldBe([third.Services[0].Revision!], stage.Progress);
        third.Services[0].Traffic.Where(entry => entry.Weight > 0 || entry.Label is not null).ShouldBe([new(third.Services[0].Revision, false, 100, "green")]);
    }

    [Fact]
    public async Task BlueGreen_WhereNothingServedBefore_IsJudgedOnceWithAllTraffic()
    {
        await using var stage = new Stage(azure, "debut");

        var first = await stage.PromoteAsync("1.0.0");

        first.Verdict.ShouldBe(Verdict.Pass, $"{first.Error}\n{stage.Progress}");
        first.Analyses.Select(analysis => analysis.Weight).ShouldBe([100]);
    }

    [Fact]
    public async Task BlueGreen_PausedAtAStep_GoesOnFromAnotherRunOrBack()
    {
        await using var stage = new Stage(azure, "pause");
        var first = await stage.DeployAsync("1.0.0");

        var paused = await stage.PromoteAsync("2.0.0", options => options with { PauseAt = 50 });

        (paused.HeldAt, paused.Paused).ShouldBe((50, true), $"{paused.Error}\n{stage.Progress}");
        paused.ThrowUnlessPassed();
        (await stage.UnfinishedAsync()).ShouldBe(new UnfinishedRollout("2.0.0", 50, IsHeld: true));

        var aborted = await stage.PromoteAsync("2.0.0", options => options with { Intent = RolloutIntent.Abort });

        aborted.Verdict.ShouldBe(Verdict.Pass, $"{aborted.Error}\n{stage.Progress}");
        (await stage.UnfinishedAsync()).ShouldBeNull();
        (await stage.ActiveAsync(stage.Api)).ShouldBe([first.Services[0].Revision!]);

        var again = await stage.PromoteAsync("2.0.0", options => options with { PauseAt = 0 });
        again.HeldAt.ShouldBe(0, $"{again.Error}\n{stage.Progress}");
        again.Services[0].Traffic.ShouldContain(entry => entry.Revision == first.Services[0].Revision && entry.Weight == 100);

        var resumed = await stage.PromoteAsync("2.0.0", options => options with { Intent = RolloutIntent.Resume });

        resumed.Verdict.ShouldBe(Verdict.Pass, $"{resumed.Error}\n{stage.Progress}");
        resumed.Services.Select(service => service.Revision).ShouldBe(again.Services.Select(service => service.Revision));
        (await stage.ActiveAsync(stage.Api)).ShouldBe([again.Services[0].Revision!]);
        (await stage.UnfinishedAsync()).ShouldBeNull();
        (await Should.ThrowAsync<DeliveryException>(() => stage.PromoteAsync("2.0.0", options => options with { Intent = RolloutIntent.Resume })))
            .Message.ShouldContain("nothing to go on with");
    }

    [Fact]
    public async Task BlueGreen_WhenSomebodyElseMovesTraffic_SeesItBeforeTheNextWriteAndGoesBack()
    {
        await using var stage = new Stage(azure, "other") { OnProgress = Meddle };
        var first = await stage.DeployAsync("1.0.0");

        var second = await stage.PromoteAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldContain("TrafficChanged: Somebody else changed its traffic: it was ");
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(first.Services[0].Revision);
        (await stage.ActiveAsync(stage.Web)).ShouldBe([first.Services[1].Revision!], stage.Progress);

        static void Meddle(Stage stage, RolloutProgress step)
        {
            if (step is { Step: "bake" })
                stage.Complete(() => MeddleAsync(stage));
        }

        static async Task MeddleAsync(Stage stage)
        {
            var weights = (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Traffic.Where(entry => entry.Weight > 0).Select(entry => entry.Revision!).ToList();
            await stage.Apps.ShiftTrafficAsync(stage.Api, new Dictionary<string, int> { [weights[0]] = 70, [weights[1]] = 30 }, CancellationToken.None);
        }
    }
}
