using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Testing;

namespace Contract.Tests.Traffic;

/// <summary>A release, one that is taken back, and a rollback, with visitors of every kind on them.</summary>
public sealed class ReleasesUnderTrafficTests(RunningLocalAzure azure)
{
    private const int RequestsPerSecond = 300;

    // Beside other tests a machine is too busy for a figure: then only the order of magnitude is held.
    private static readonly double Longest = Figures.AreWanted ? 5 : 60;

    [Fact, Trait("Figures", "rollout-alone")]
    public async Task BlueGreen_ItsUndoingAndARollback_UnderMixedTraffic_LoseNobody()
    {
        await using var stage = new Stage(azure, "visited");
        var settings = stage.Settings(Visited(stage));
        var first = await stage.DeployAsync("1.0.0");

        var second = await PromoteAsync(stage, settings);
        await TakeBackAsync(stage, settings, second);
        await RollBackAsync(stage, settings, first, second);
    }

    private async Task<RolloutOutcome> PromoteAsync(Stage stage, PipelineSettings settings)
    {
        var (outcome, tally) = await WithVisitorsAsync(stage, () => stage.PromoteAsync("2.0.0", settings: settings));

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        outcome.Analyses.Select(analysis => analysis.Weight).ShouldBe([10, 50, 100]);
        Figures.Record("visits lost in a BlueGreen of 10, 50 and 100 % at 300 a second", tally.Lost.Count, "visits", "0");
        tally.Lost.ShouldBeEmpty(string.Join('\n', tally.Lost.Take(10)));
        tally.Served.Keys.ShouldBe([outcome.Services[0].Previous!, outcome.Services[0].Revision!], ignoreOrder: true);
        return outcome;
    }

    /// <summary>The candidate fails half of what visitors ask and nothing of what checks and probes ask: only the platform's counts can tell.</summary>
    private async Task TakeBackAsync(Stage stage, PipelineSettings settings, RolloutOutcome stable)
    {
        stage.ApiVariables = [("ERROR_RATE", "0.5")];
        var bad = stage.Settings(settings.Environments["staging"]);
        stage.ApiVariables = [];

        var (outcome, tally) = await WithVisitorsAsync(stage, () => stage.PromoteAsync("3.0.0", settings: bad));

        outcome.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        outcome.Error!.ShouldContain("api, platform errors: ");
        var candidate = outcome.Services[0].Revision!;
        var others = tally.LostBut([candidate]);
        var reset = tally.Lost.Where(visit => visit.Revision == candidate && !visit.Loss!.StartsWith("500", StringComparison.Ordinal)).ToList();
        Figures.Record("visits lost by the stable revision while a BlueGreen takes itself back", others.Count, "visits", "0");
        Figures.Record("visits cut at the bad revision while a BlueGreen takes itself back", reset.Count, "visits", "0");
        Figures.Record("visits that met the bad revision's errors before", tally.Lost.Count - others.Count - reset.Count, "visits", "> 0");
        Figures.Record("from the decision to 0 % on the bad revision, at 300 requests a second", outcome.SecondsToZero!.Value, "s", "< 5");
        others.ShouldBeEmpty(string.Join('\n', others.Take(10)));
        reset.ShouldBeEmpty(string.Join('\n', reset.Take(10)));
        tally.Lost.Count.ShouldBeGreaterThan(0);
        outcome.SecondsToZero.Value.ShouldBeLessThan(Longest, stage.Progress);
        outcome.Services[0].Traffic.Where(entry => entry.Weight > 0).ShouldBe([new(stable.Services[0].Revision, false, 100, "green")]);
    }

    private async Task RollBackAsync(Stage stage, PipelineSettings settings, RolloutOutcome first, RolloutOutcome second)
    {
        var (outcome, tally) = await WithVisitorsAsync(stage, () => stage.RollbackAsync(settings: settings));

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        outcome.Services.Select(service => service.To).ShouldBe(first.Services.Select(service => service.Revision!));
        Figures.Record("visits lost in a rollback to a standby at 300 a second", tally.Lost.Count, "visits", "0");
        Figures.Record("visits cut where the rollback drained", await azure.Administration.CutAsync(second.Services[0].Revision!), "visits", "0");
        tally.Lost.ShouldBeEmpty(string.Join('\n', tally.Lost.Take(10)));
        (await azure.Administration.CutAsync(second.Services[0].Revision!)).ShouldBe(0);
    }

    private async Task<(T Outcome, TrafficTally Tally)> WithVisitorsAsync<T>(Stage stage, Func<Task<T>> release)
    {
        await using var traffic = new MixedTraffic(azure.Platform, (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Fqdn!, RequestsPerSecond);
        await Eventually.Is(() => traffic.Sent > RequestsPerSecond);
        var outcome = await release();
        return (outcome, await traffic.StopAsync());
    }

    private static EnvironmentSettings Visited(Stage stage)
    {
        var judged = stage.Judged(standby: TimeSpan.FromHours(1));
        return judged with
        {
            Drain = TimeSpan.FromSeconds(6),
            Rollout = judged.Rollout with
            {
                Steps = [new() { Weight = 10 }, new() { Weight = 50 }, new() { Weight = 100 }],
                Bake = TimeSpan.FromSeconds(3),
                Analysis = judged.Rollout.Analysis with { PlatformMetrics = true },
            },
        };
    }
}
