using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Whole rollouts: the real client against the real LocalAzure with real replicas.</summary>
public sealed class RolloutTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_OfAFirstRelease_PinsItByNameAndRecordsIt()
    {
        var stage = new Stage(azure, "first");

        var outcome = await stage.DeployAsync("1.0.0");

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        var api = outcome.Services[0];
        (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Traffic.ShouldBe([new(api.Revision, false, 100, null)]);
        (await stage.LedgerAsync()).Entries.ShouldHaveSingleItem().Version.ShouldBe("1.0.0");
        (await stage.LiveAsync("1.0.0"))!.Urls["api"].ShouldBe(api.Url);
        (await stage.LiveAsync("1.0.1")).ShouldBeNull();
        (await stage.AskAsync(stage.Web, "/environment")).ShouldContain(api.Url!.ToString().TrimEnd('/'));
    }

    [Fact]
    public async Task Rollout_OfANextRelease_MovesAllTrafficAndRetiresTheOldRevision()
    {
        var stage = new Stage(azure, "next");
        var first = await stage.DeployAsync("1.0.0");

        var second = await stage.DeployAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        second.Services.Select(service => service.Previous).ShouldBe(first.Services.Select(service => service.Revision));
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(second.Services[0].Revision);
        (await ActiveAsync(stage, stage.Api)).ShouldBe([second.Services[0].Revision!]);
        (await stage.LiveAsync("1.0.0")).ShouldBeNull();
        (await stage.LiveAsync("2.0.0")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Rollout_WhenNewRevisionNeverBecomesReady_LeavesOldRevisionServing()
    {
        var stage = new Stage(azure, "stuck");
        var first = await stage.DeployAsync("1.0.0");
        var impatient = stage.Environment with { ReadyTimeout = TimeSpan.FromSeconds(4) };

        var second = await stage.DeployAsync("2.0.0", stage.Settings(impatient, ("NEVER_READY", "1")));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldStartWith($"web: '{second.Services[1].Revision}' was not ready within 00:00:04: 0 of 1 replicas ready");
        second.Error!.ShouldEndWith($"'{first.Services[1].Revision}' still serves 100 %.");
        second.Evidence.ShouldContain(section => section.Title.StartsWith("web: last 100 lines") && section.Lines.Any(line => line.Contains(" starts")));
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(first.Services[0].Revision);
        (await stage.AskAsync(stage.Web, "/")).ShouldBe(first.Services[1].Revision);
        (await ActiveAsync(stage, stage.Api)).ShouldBe([first.Services[0].Revision!]);
        (await ActiveAsync(stage, stage.Web)).ShouldBe([first.Services[1].Revision!]);
        (await stage.LiveAsync("1.0.0")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Rollout_WhenTheServiceExitsAtStart_ShowsWhatItPrinted()
    {
        var stage = new Stage(azure, "crash");
        var impatient = stage.Environment with { ReadyTimeout = TimeSpan.FromSeconds(4) };

        var outcome = await stage.DeployAsync("1.0.0", stage.Settings(impatient, ("EXIT_AT_START", "7")));

        outcome.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        outcome.Evidence.SelectMany(section => section.Lines).ShouldContain(line => line.Contains("told to exit at start"));
    }

    [Fact]
    public async Task Rollout_WhenCancelled_UndoesWhatItBeganAndTheNextOneSucceeds()
    {
        using var cancelled = new CancellationTokenSource();
        var stage = new Stage(azure, "cancel") { OnProgress = step => CancelAt(step, cancelled) };
        var first = await stage.DeployAsync("1.0.0");

        await Should.ThrowAsync<OperationCanceledException>(() => stage.DeployAsync("2.0.0", cancellation: cancelled.Token));

        (await ActiveAsync(stage, stage.Api)).ShouldBe([first.Services[0].Revision!]);
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(first.Services[0].Revision);
        (await stage.DeployAsync("2.0.0")).Verdict.ShouldBe(Verdict.Pass, stage.Progress);

        static void CancelAt(RolloutProgress step, CancellationTokenSource cancelled)
        {
            if (step is { Step: "create", Service: "web" } && step.Text.EndsWith("at 0 %", StringComparison.Ordinal))
                cancelled.Cancel();
        }
    }

    [Fact]
    public async Task Rollout_AfterOneThatDiedBetweenTwoShifts_MendsAndSupersedesIt()
    {
        var stage = new Stage(azure, "torn");
        await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        await OrphanAsync(stage);
        await stage.Apps.ShiftTrafficAsync(stage.Api, new Dictionary<string, int> { [$"{stage.Api}--orphan"] = 100 }, CancellationToken.None);

        var third = await stage.DeployAsync("3.0.0");

        third.Verdict.ShouldBe(Verdict.Pass, $"{third.Error}\n{stage.Progress}");
        third.Services[0].Previous.ShouldBe(second.Services[0].Revision);
        (await ActiveAsync(stage, stage.Api)).ShouldBe([third.Services[0].Revision!]);
    }

    [Fact]
    public async Task Rollout_UnderConstantRequests_LosesNone()
    {
        var stage = new Stage(azure, "load");
        await stage.DeployAsync("1.0.0");
        using var done = new CancellationTokenSource();
        var load = RequestsAsync(stage, done.Token);

        var second = await stage.DeployAsync("2.0.0");
        await done.CancelAsync();

        second.Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        var (sent, failures) = await load;
        sent.ShouldBeGreaterThan(50);
        failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Verification_AndStatus_SayWhatIsLive()
    {
        var stage = new Stage(azure, "status");
        var outcome = await stage.DeployAsync("1.0.0");

        var verified = await Verification.RunAsync(azure.Platform, stage.Settings(), "staging", CancellationToken.None);
        var status = await EnvironmentStatus.ReadAsync(azure.Platform, stage.Settings(), "staging", CancellationToken.None);

        verified.Passed.ShouldBeTrue(string.Join('\n', verified.Checks));
        verified.Version.ShouldBe("1.0.0");
        var revision = status.Apps.Single(app => app.Service == "api").Revisions.ShouldHaveSingleItem();
        revision.ShouldBe(new RevisionStatus(
            outcome.Services[0].Revision!, "1.0.0", true, 100, 1, revision.RunningState, "Healthy", $"{outcome.Services[0].Revision}.contract-status.localhost", null));
    }

    /// <summary>A revision as a pipeline leaves it that was killed after it had moved one app.</summary>
    private static async Task OrphanAsync(Stage stage)
    {
        var app = (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!;
        var template = app.Raw["properties"]!["template"]!.DeepClone();
        template["revisionSuffix"] = "orphan";
        template["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "FROSTLINE_SOURCES", ["value"] = "torn" });
        await stage.Apps.PatchAppAsync(stage.Api, new JsonObject { ["properties"] = new JsonObject { ["template"] = template } }, CancellationToken.None);
    }

    private static async Task<string[]> ActiveAsync(Stage stage, string app) =>
        [.. (await stage.Apps.ListRevisionsAsync(app, CancellationToken.None)).Where(revision => revision.Active).Select(revision => revision.Name)];

    private async Task<(int Sent, List<string> Failures)> RequestsAsync(Stage stage, CancellationToken done)
    {
        using var client = azure.Platform.CreateClient();
        var address = new Uri(azure.Platform.AddressFor((await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Fqdn!), "/slow?ms=20");
        var (sent, failures) = (0, new List<string>());
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var running = new List<Task>();
        while (!done.IsCancellationRequested && await tick.WaitForNextTickAsync(CancellationToken.None))
        {
            sent++;
            running.Add(OneAsync());
        }

        await Task.WhenAll(running);
        return (sent, failures);

        async Task OneAsync()
        {
            try
            {
                using var answer = await client.GetAsync(address, CancellationToken.None);
                if (!answer.IsSuccessStatusCode)
                    lock (failures)
                        failures.Add($"{(int)answer.StatusCode}");
            }
            catch (HttpRequestException error)
            {
                lock (failures)
                    failures.Add(error.Message);
            }
        }
    }
}
