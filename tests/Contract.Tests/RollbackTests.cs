using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;
using Testing;

namespace Contract.Tests;

/// <summary>Rollbacks on a real LocalAzure, from what the platform knows alone.</summary>
public sealed class RollbackTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollback_WhenTheStandbysLive_MovesTrafficInOneWriteForEachApp()
    {
        var stage = new Stage(azure, "back-standby");
        var first = await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");
        await WakeAsync(stage, first);

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        (outcome.From, outcome.Version).ShouldBe(("2.0.0", "1.0.0"));
        outcome.Services.Select(service => (service.Way, service.To)).ShouldBe(first.Services.Select(service => (WayBack.Standby, service.Revision!)));
        outcome.SecondsToZero!.Value.ShouldBeLessThan(1.0, stage.Progress);
        outcome.Probes.Failed.ShouldBe(0, string.Join('\n', outcome.Probes.Examples));
        await stage.ShouldServeAsync(first);
        (await stage.LedgerAsync()).Good.Select(entry => entry.Version).ShouldBe(["1.0.0"]);
        (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Tags["frostline-release"].ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Rollback_WhenTheOldRevisionsAreDeactivated_MakesFreshOnesOfTheirTemplates()
    {
        var stage = new Stage(azure, "back-fresh");
        var first = await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        outcome.Services.ShouldAllBe(service => service.Way == WayBack.Fresh);
        foreach (var service in outcome.Services)
        {
            service.To.ShouldNotBe(first.Services.Single(old => old.App == service.App).Revision);
            (await stage.AskAsync(service.App, "/environment")).ShouldContain("\"FROSTLINE_RELEASE\":\"1.0.0\"");
            (await stage.ActiveAsync(service.App)).ShouldBe([service.To], stage.Progress);
        }

        outcome.Services.Select(service => service.From.Single()).ShouldBe(second.Services.Select(service => service.Revision!));
        File.Exists(Path.Combine(azure.FolderOf("back-fresh", "rollbacks"), outcome.Id, "outcome.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task Rollback_Twice_GoesBackTwoReleasesAndThenNamesNoMore()
    {
        var stage = new Stage(azure, "back-twice");
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
        var stage = new Stage(azure, "back-to");
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
    public async Task Rollback_WhenTheAppIsFailed_AppliesTheGoodTemplateFirst()
    {
        var stage = new Stage(azure, "back-failed");
        var first = await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        await WakeAsync(stage, first);
        var spent = second.Services[0].Revision![(stage.Api.Length + 2)..];
        await Should.ThrowAsync<ContainerAppsException>(() => stage.AddRevisionAsync(stage.Api, spent, "other"));

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        stage.Progress.ShouldContain($"{stage.Api} was Failed; the template of {first.Services[0].Revision} is applied again");
        await stage.ShouldServeAsync(first);
    }

    [Fact]
    public async Task Rollback_WhenAFreshRevisionIsBad_LeavesEverythingAsItWas()
    {
        var stage = new Stage(azure, "back-bad");
        await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        var settings = stage.Settings(stage.Environment with { SmokeTimeout = TimeSpan.FromSeconds(1) });
        var web = settings.Services["web"] with { Smoke = [new() { Path = "/environment", Contains = "only in the new release" }] };

        var outcome = await stage.RollbackAsync(
            settings: settings with { Services = new OrderedDictionary<string, Frostline.Delivery.Settings.ServiceSettings> { ["api"] = settings.Services["api"], ["web"] = web } });

        outcome.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        outcome.Error!.ShouldContain("does not contain 'only in the new release'");
        outcome.SecondsToZero.ShouldBeNull();
        await stage.ShouldServeAsync(second);
        (await stage.LedgerAsync()).Current!.Version.ShouldBe("2.0.0");
    }

    [Fact]
    public async Task Rollback_AfterOneWasKilledBetweenTwoApps_FinishesIt()
    {
        var stage = new Stage(azure, "back-killed");
        var first = await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");
        await WakeAsync(stage, first);
        await stage.Apps.ShiftTrafficAsync(stage.Api, new Dictionary<string, int> { [first.Services[0].Revision!] = 100 }, CancellationToken.None);

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        outcome.Version.ShouldBe("1.0.0");
        outcome.Services.Select(service => service.Way).ShouldBe([WayBack.Stays, WayBack.Standby]);
    }

    [Fact]
    public async Task Rollback_OfARolloutThatNeverCameToItsEnd_BringsTheCurrentReleaseBack()
    {
        var stage = new Stage(azure, "back-half");
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
        var stage = new Stage(azure, "back-empty");

        (await Should.ThrowAsync<DeliveryException>(() => stage.RollbackAsync())).Message.ShouldBe("staging: its ledger names no release, so there is none to go back to. Deploy to it first.");
    }

    /// <summary>Makes the revisions of a rollout run beside what serves, as a standby does.</summary>
    private static async Task WakeAsync(Stage stage, RolloutOutcome rollout)
    {
        foreach (var service in rollout.Services)
        {
            await stage.Apps.ActivateAsync(service.App, service.Revision!, CancellationToken.None);
            await Eventually.Is(async () => (await stage.Apps.ListReplicasAsync(service.App, service.Revision!, CancellationToken.None))
                .Any(replica => replica.Containers.All(container => container.Ready)), TimeSpan.FromSeconds(30));
        }
    }
}
