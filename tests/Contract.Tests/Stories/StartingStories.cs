using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace Contract.Tests.Stories;

/// <summary>What goes wrong when a revision starts: stories 1, 2, 8, 9, 14 and 19 of the research.</summary>
[Trait("Figures", "rollout")]
public sealed class StartingStories(RunningLocalAzure azure)
{
    [Fact]
    public async Task Story01_ARevisionStuckActivating_IsGivenUpAtADeadlineOfOurOwnWithoutTraffic()
    {
        await using var stage = new Stage(azure, "story-1");
        var first = await stage.DeployAsync("1.0.0");
        stage.Forget();
        await azure.Administration.DisturbAsync(stage.Web, new JsonObject { ["revisions"] = new JsonArray(new JsonObject { ["stuckActivating"] = true }) });

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty() with { ReadyTimeout = TimeSpan.FromSeconds(12) }));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldStartWith($"web: '{second.Services[1].Revision}' was not ready within 00:00:12, nor within as long after a restart: 0 of 1 replicas ready");
        second.Evidence.ShouldContain(section => section.Title == $"web: state of {second.Services[1].Revision}");
        stage.Progress.ShouldNotContain("shift");
        await stage.ShouldServeAsync(first);
    }

    [Fact]
    public async Task Story02_AProvisionedRevisionWhoseContainerCrashes_IsNotReady()
    {
        await using var stage = new Stage(azure, "story-2");
        var first = await stage.DeployAsync("1.0.0");

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty() with { ReadyTimeout = TimeSpan.FromSeconds(12) }, ("EXIT_AT_START", "7")));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Evidence.SelectMany(section => section.Lines).ShouldContain(line => line.Contains("told to exit at start"));
        await stage.ShouldServeAsync(first);
    }

    [Fact]
    public async Task Story08_ACandidate_StartsWithTheReplicasThatCarryTheLoad()
    {
        await using var stage = new Stage(azure, "story-8");
        await stage.DeployAsync("1.0.0", stage.Settings(stage.Environment with { Replicas = new ReplicaSettings { Minimum = 2, Maximum = 3 } }));

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty() with { Replicas = new ReplicaSettings { Minimum = 1, Maximum = 3 } }));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        var candidate = await stage.Apps.FindRevisionAsync(stage.Api, second.Services[0].Revision!, CancellationToken.None);
        ((int?)candidate!.Template!["scale"]!["minReplicas"]).ShouldBe(2);
    }

    [Fact]
    public async Task Story09_WhereNothingMustRun_BothSidesAreWarmBeforeTheyAreCompared()
    {
        await using var stage = new Stage(azure, "story-9");
        var asleep = new ReplicaSettings { Minimum = 0, Maximum = 2 };
        await stage.DeployAsync("1.0.0", stage.Settings(stage.Environment with { Replicas = asleep }));
        stage.Forget();

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Judged() with { Replicas = asleep }));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        stage.Progress.IndexOf("warm up", StringComparison.Ordinal).ShouldBeInRange(0, stage.Progress.IndexOf("shift", StringComparison.Ordinal));
        second.Analyses.SelectMany(analysis => analysis.Metrics).ShouldAllBe(metric => metric.Verdict == Verdict.Pass);
    }

    [Fact]
    public async Task Story14_AVariableThatIsGivenTwice_IsRefusedBeforeAnythingIsTouched()
    {
        await using var stage = new Stage(azure, "story-14");
        var settings = stage.Settings(null, ("TOKEN", "plain"));
        var web = settings.Services["web"] with { Secrets = new Dictionary<string, string> { ["TOKEN"] = "secret" } };

        var error = await Should.ThrowAsync<DeliveryException>(() => stage.DeployAsync(
            "1.0.0", settings with { Services = new OrderedDictionary<string, ServiceSettings> { ["api"] = settings.Services["api"], ["web"] = web } }));

        error.Message.ShouldBe("services.web: 'TOKEN' is set twice. Keep one: the platform blocks the app without an error.");
        (await stage.Apps.FindAppAsync(stage.Web, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Story19_AChangedSecret_ReachesTheServiceWithANewRevision()
    {
        await using var stage = new Stage(azure, "story-19");
        var first = await stage.DeployAsync("1.0.0", WithSecret(stage, "old"));

        var second = await stage.DeployAsync("1.0.1", WithSecret(stage, "new"));

        second.Services[1].Revision.ShouldNotBe(first.Services[1].Revision);
        (await stage.AskAsync(stage.Web, "/environment")).ShouldContain("\"TOKEN\":\"new\"");
    }

    private static PipelineSettings WithSecret(Stage stage, string value)
    {
        var settings = stage.Settings();
        var web = settings.Services["web"] with { Secrets = new Dictionary<string, string> { ["TOKEN"] = value } };
        return settings with { Services = new OrderedDictionary<string, ServiceSettings> { ["api"] = settings.Services["api"], ["web"] = web } };
    }
}
