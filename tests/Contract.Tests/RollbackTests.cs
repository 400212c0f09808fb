using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Rollbacks to revisions that still run, from what the platform knows alone.</summary>
public sealed class RollbackTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollback_WhenTheStandbysLive_MovesTrafficInOneWriteForEachApp()
    {
        await using var stage = new Stage(azure, "back-standby");
        var first = await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");
        await stage.WakeAsync(first);

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        (outcome.From, outcome.Version).ShouldBe(("2.0.0", "1.0.0"));
        outcome.Services.Select(service => (service.Way, service.To)).ShouldBe(first.Services.Select(service => (WayBack.Standby, service.Revision!)));
        outcome.Steps.Select(step => step.Name).ShouldBe(["standby", "shift", "verify", "record", "retire"]);
        outcome.SecondsToZero.ShouldNotBeNull(stage.Progress);
        Stage.ShouldHaveLostNobody(outcome.Probes.Examples);
        await stage.ShouldServeAsync(first);
        (await stage.LedgerAsync()).Good.Select(entry => entry.Version).ShouldBe(["1.0.0"]);
        var app = (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!;
        app.Tags["frostline-release"].ShouldBe("1.0.0");
        var standby = (await stage.Apps.FindRevisionAsync(stage.Api, first.Services[0].Revision!, CancellationToken.None))!;
        app.Raw["properties"]!["template"]!["containers"]!.ToJsonString().ShouldBe(standby.Template!["containers"]!.ToJsonString());
    }

    [Fact]
    public async Task Rollback_WhenTheAppIsFailed_AppliesTheGoodTemplateFirst()
    {
        await using var stage = new Stage(azure, "back-failed");
        var first = await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        await stage.WakeAsync(first);
        var spent = second.Services[0].Revision![(stage.Api.Length + 2)..];
        await Should.ThrowAsync<ContainerAppsException>(() => stage.AddRevisionAsync(stage.Api, spent, "other"));

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        stage.Progress.ShouldContain($"{stage.Api} was Failed; the template of {first.Services[0].Revision} is applied again");
        await stage.ShouldServeAsync(first);
    }
}
