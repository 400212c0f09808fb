using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Which release a rollback goes back to.</summary>
public sealed class RepeatedRollbackTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollback_Twice_GoesBackTwoReleasesAndThenNamesNoMore()
    {
        await using var stage = new Stage(azure, "back-twice");
        await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");
        await stage.DeployAsync("3.0.0");

        (await stage.RollbackAsync()).Version.ShouldBe("2.0.0");
        (await stage.RollbackAsync()).Version.ShouldBe("1.0.0");

        (await Should.ThrowAsync<DeliveryException>(() => stage.RollbackAsync()))
            .Message.ShouldBe("staging: 1.0.0 is the only release that its ledger names good, so there is none to go back to.");
    }

    [Fact]
    public async Task Rollback_ToAVersion_GoesThereOrSaysWhichOnesThereAre()
    {
        await using var stage = new Stage(azure, "back-to");
        await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");
        await stage.DeployAsync("3.0.0");

        (await Should.ThrowAsync<DeliveryException>(() => stage.RollbackAsync("9.9.9")))
            .Message.ShouldBe("--to: '9.9.9' is not a release that staging's ledger names good. Give one of 1.0.0, 2.0.0, 3.0.0.");
        var outcome = await stage.RollbackAsync("1.0.0");

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        (await stage.LedgerAsync()).Good.Select(entry => entry.Version).ShouldBe(["1.0.0"]);
    }

    [Fact]
    public async Task Rollback_AfterOneThatDoesNotKnowWhetherItWasRecorded_FinishesThatAndGoesNoFurther()
    {
        await using var stage = new Stage(azure, "back-unsure");
        await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");
        stage.LedgerAnswers = false;
        var unsure = await stage.RollbackAsync();
        stage.LedgerAnswers = true;

        var again = await stage.RollbackAsync();

        (unsure.Verdict, unsure.Error).ShouldBe(
            (Verdict.Inconclusive, "The ledger gave no answer. 1.0.0 has all traffic; look at it, then roll back again to finish."), stage.Progress);
        (again.Verdict, again.Version, again.Id).ShouldBe((Verdict.Pass, "1.0.0", unsure.Id), $"{again.Error}\n{stage.Progress}");
        (await stage.LedgerAsync()).Good.Select(entry => entry.Version).ShouldBe(["1.0.0"]);
        await Should.ThrowAsync<DeliveryException>(() => stage.RollbackAsync());
    }
}
