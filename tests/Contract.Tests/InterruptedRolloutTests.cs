using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Rollouts that are cancelled, or follow one that died: nothing is lost, and the next one succeeds.</summary>
public sealed class InterruptedRolloutTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_WhenCancelled_UndoesWhatItBeganAndTheNextOneSucceeds()
    {
        using var cancelled = new CancellationTokenSource();
        await using var stage = new Stage(azure, "cancel") { OnProgress = (_, step) => CancelAt(step, cancelled) };
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
    public async Task Rollout_WhoseListenerFails_ComesToItsEnd()
    {
        await using var stage = new Stage(azure, "deaf") { OnProgress = (_, _) => throw new IOException("The console is gone.") };

        (await stage.DeployAsync("1.0.0")).Verdict.ShouldBe(Verdict.Pass, stage.Progress);
    }

    [Fact]
    public async Task Rollout_AfterOneThatDiedBetweenTwoShifts_MendsAndSupersedesIt()
    {
        await using var stage = new Stage(azure, "torn");
        await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        await stage.AddRevisionAsync(stage.Api, "orphan", "torn");
        await stage.Apps.ShiftTrafficAsync(stage.Api, new Dictionary<string, int> { [$"{stage.Api}--orphan"] = 100 }, CancellationToken.None);

        var third = await stage.DeployAsync("3.0.0");

        third.Verdict.ShouldBe(Verdict.Pass, $"{third.Error}\n{stage.Progress}");
        third.Services[0].Previous.ShouldBe(second.Services[0].Revision);
        (await stage.ActiveAsync(stage.Api)).ShouldBe([third.Services[0].Revision!]);
    }

    [Fact]
    public async Task Rollout_OfAReleaseThatWasNeverRecorded_RecordsItWithoutANewRevision()
    {
        await using var stage = new Stage(azure, "unrecorded") { LedgerIsWritable = false };
        var first = await stage.DeployAsync("1.0.0");
        first.Error.ShouldBe("The ledger is out of reach. 1.0.0 serves all traffic; deploy again to finish what is left.", stage.Progress);
        stage.LedgerIsWritable = true;

        var again = await stage.DeployAsync("1.0.0");

        again.Verdict.ShouldBe(Verdict.Pass, $"{again.Error}\n{stage.Progress}");
        (await stage.LedgerAsync()).Entries.ShouldHaveSingleItem().Services.Select(service => service.Revision).ShouldBe(first.Services.Select(service => service.Revision));
        await stage.ShouldServeAsync(first);
        (await stage.LiveAsync("1.0.0")).ShouldNotBeNull();
    }
}
