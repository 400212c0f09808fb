using System.Collections.Concurrent;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Rollouts that fail before traffic moves: the old release serves on, and the report says why.</summary>
public sealed class FailedRolloutTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_WhenNewRevisionNeverBecomesReady_LeavesOldRevisionServing()
    {
        await using var stage = new Stage(azure, "stuck");
        var first = await stage.DeployAsync("1.0.0");
        var impatient = stage.Environment with { ReadyTimeout = TimeSpan.FromSeconds(12) };

        var second = await stage.DeployAsync("2.0.0", stage.Settings(impatient, ("NEVER_READY", "1")));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldStartWith($"web: '{second.Services[1].Revision}' was not ready within 00:00:12, nor within as long after a restart: 0 of 1 replicas ready");
        second.Error!.ShouldEndWith($"'{first.Services[1].Revision}' still serves 100 %.");
        second.Evidence.ShouldContain(section => section.Title.StartsWith("web: last 100 lines") && section.Lines.Any(line => line.Contains(" starts")));
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(first.Services[0].Revision);
        (await stage.AskAsync(stage.Web, "/")).ShouldBe(first.Services[1].Revision);
        (await stage.ActiveAsync(stage.Api)).ShouldBe([first.Services[0].Revision!]);
        (await stage.ActiveAsync(stage.Web)).ShouldBe([first.Services[1].Revision!]);
        (await stage.LiveAsync("1.0.0")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Rollout_WhenTheServiceExitsAtStart_ShowsWhatItPrinted()
    {
        await using var stage = new Stage(azure, "crash");
        var impatient = stage.Environment with { ReadyTimeout = TimeSpan.FromSeconds(12) };

        var outcome = await stage.DeployAsync("1.0.0", stage.Settings(impatient, ("EXIT_AT_START", "7")));

        outcome.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        outcome.Evidence.SelectMany(section => section.Lines).ShouldContain(line => line.Contains("told to exit at start"));
    }

    [Fact]
    public async Task Rollout_AfterAFirstOneThatFailedWithAllTraffic_AnswersInPublicBeforeItsSmokeChecks()
    {
        await using var stage = new Stage(azure, "again");
        (await stage.DeployAsync("1.0.0", stage.FailingInPublic())).Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        var answered = new ConcurrentQueue<string>();
        stage.OnProgress = (_, progress) =>
        {
            // A web service that asks the API does it on the API's public host.
            if (progress.Step == "smoke")
                stage.Complete(async () => answered.Enqueue(await stage.AskAsync(stage.Api, "/")));
        };

        var second = await stage.DeployAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        answered.Distinct().ShouldBe([second.Services[0].Revision]);
        await stage.ShouldServeAsync(second);
    }
}
