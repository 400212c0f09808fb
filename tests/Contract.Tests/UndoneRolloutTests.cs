using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollouts;
using Testing;

namespace Contract.Tests;

/// <summary>Rollouts that are taken back after traffic moved, or that meet what others left behind.</summary>
public sealed class UndoneRolloutTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_WhenOnlyThePublicHostFails_GivesTrafficBackToTheOldRevision()
    {
        await using var stage = new Stage(azure, "verify");
        var first = await stage.DeployAsync("1.0.0");

        var second = await stage.DeployAsync("2.0.0", stage.FailingInPublic());

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldStartWith($"api: the public host {stage.Api}.contract-verify.localhost does not serve 2.0.0: GET /headers: the answer does not contain '{stage.Api}--");
        second.Steps.Select(step => step.Name).ShouldBe(["repair", "cleanup", "create", "ready", "smoke", "shift", "verify", "evidence", "restore", "discard"]);
        second.Evidence.ShouldContain(section => section.Title == $"api: state of {second.Services[0].Revision}");
        await stage.ShouldServeAsync(first);
    }

    [Fact]
    public async Task Rollout_OverAKilledOneThatTurnsOutBadInPublic_GoesBackToTheReleaseBefore()
    {
        await using var stage = new Stage(azure, "half");
        var first = await stage.DeployAsync("1.0.0");
        foreach (var app in new[] { stage.Api, stage.Web })
        {
            await stage.AddRevisionAsync(app, "killed", "2.0.0");
            await stage.Apps.ShiftTrafficAsync(app, new Dictionary<string, int> { [$"{app}--killed"] = 100 }, CancellationToken.None);
        }

        var second = await stage.DeployAsync("2.0.0", stage.FailingInPublic());

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Steps.Select(step => step.Name).ShouldBe(["verify", "evidence", "restore", "discard"]);
        await stage.ShouldServeAsync(first);
    }

    [Fact]
    public async Task Rollout_OverAnAppWhoseLastTemplateFailed_AppliesTheGoodOneFirst()
    {
        await using var stage = new Stage(azure, "failed");
        var first = await stage.DeployAsync("1.0.0");
        var spent = first.Services[0].Revision![(stage.Api.Length + 2)..];
        (await Should.ThrowAsync<ContainerAppsException>(() => stage.AddRevisionAsync(stage.Api, spent, "other"))).Message.ShouldContain("already exists");
        (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.ProvisioningState.ShouldBe("Failed");

        var second = await stage.DeployAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        stage.Progress.ShouldContain($"{stage.Api} was Failed; the template of {first.Services[0].Revision} is applied again");
        await stage.ShouldServeAsync(second);
    }

    [Fact]
    public async Task Rollout_WhenTheNewReplicasAreGone_SaysSoInTheEvidence()
    {
        await using var stage = new Stage(azure, "gone") { OnProgress = DeactivateBehindItsBack };

        var outcome = await stage.DeployAsync("1.0.0");

        outcome.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        outcome.Error.ShouldBe($"api: '{outcome.Services[0].Revision}' will not get ready: somebody deactivated it. Nothing served before.");
        outcome.Evidence.Single(section => section.Title == $"api: state of {outcome.Services[0].Revision}")
            .Lines[^1].ShouldBe("It has no replicas any more, and their logs went with them.");

        static void DeactivateBehindItsBack(Stage stage, RolloutProgress step)
        {
            if (step is { Step: "create", Service: "web" })
                stage.Complete(() => DeactivateAsync(stage));
        }

        static async Task DeactivateAsync(Stage stage)
        {
            var revision = (await stage.ActiveAsync(stage.Api)).Single();
            await stage.Apps.DeactivateAsync(stage.Api, revision, CancellationToken.None);
            await Eventually.Is(async () => (await stage.Apps.ListReplicasAsync(stage.Api, revision, CancellationToken.None)).Count == 0);
        }
    }
}
