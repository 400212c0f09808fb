using Contract.Tests.Traffic;
using Frostline.Delivery.Rollouts;
using Testing;

namespace Contract.Tests;

/// <summary>Whole rollouts: the real client against the real LocalAzure with real replicas.</summary>
public sealed class RolloutTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_OfAFirstRelease_PinsItByNameAndRecordsIt()
    {
        await using var stage = new Stage(azure, "first");

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
        await using var stage = new Stage(azure, "next");
        var first = await stage.DeployAsync("1.0.0");

        var second = await stage.DeployAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        second.Services.Select(service => service.Previous).ShouldBe(first.Services.Select(service => service.Revision));
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(second.Services[0].Revision);
        (await stage.ActiveAsync(stage.Api)).ShouldBe([second.Services[0].Revision!]);
        (await stage.LiveAsync("1.0.0")).ShouldBeNull();
        (await stage.LiveAsync("2.0.0")).ShouldNotBeNull();
    }

    [Fact, Trait("Figures", "rollout-alone")]
    public async Task Rollout_UnderMixedTraffic_LosesNobody()
    {
        await using var stage = new Stage(azure, "load");
        var patient = stage.Settings(stage.Environment with { Drain = TimeSpan.FromSeconds(6) });
        await stage.DeployAsync("1.0.0", patient);
        await using var traffic = new MixedTraffic(azure.Platform, (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Fqdn!, requestsPerSecond: 300);
        await Eventually.Is(() => traffic.Sent > 300);

        var second = await stage.DeployAsync("2.0.0", patient);
        var tally = await traffic.StopAsync();

        Figures.Record("visits lost in a switch at 300 a second, of every length", tally.Lost.Count, "visits", "0");
        second.Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        tally.Lost.ShouldBeEmpty(string.Join('\n', tally.Lost.Take(10)));
        tally.Kinds.Keys.ShouldBe(["5 ms", "200 ms", "1 s", "5 s", "events", "socket"], ignoreOrder: true);
        tally.Served.Keys.ShouldBe([second.Services[0].Previous!, second.Services[0].Revision!], ignoreOrder: true);
    }

    [Fact]
    public async Task Verification_AndStatus_SayWhatIsLive()
    {
        await using var stage = new Stage(azure, "status");
        var outcome = await stage.DeployAsync("1.0.0");

        var verified = await Verification.RunAsync(azure.Platform, stage.Settings(), "staging", CancellationToken.None);
        var status = await EnvironmentStatus.ReadAsync(azure.Platform, stage.Settings(), "staging", CancellationToken.None);

        verified.Passed.ShouldBeTrue(string.Join('\n', verified.Checks));
        verified.Version.ShouldBe("1.0.0");
        var revision = status.Apps.Single(app => app.Service == "api").Revisions.ShouldHaveSingleItem();
        revision.ShouldBe(new RevisionStatus(
            outcome.Services[0].Revision!, "1.0.0", true, 100, 1, revision.RunningState, "Healthy", $"{outcome.Services[0].Revision}.contract-status.localhost", null));
    }
}
