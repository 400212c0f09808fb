using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;
using Testing;

namespace Contract.Tests;

/// <summary>How long a bad release keeps traffic once somebody decided to go back.</summary>
public sealed class RollbackTimeTests(RunningLocalAzure azure)
{
    // Beside other tests a machine is too busy for a figure: then only the order of magnitude is held.
    private static readonly int Rollbacks = Figures.AreWanted ? 25 : 5;
    private static readonly double Longest = Figures.AreWanted ? 1 : 60;

    [Fact, Trait("Figures", "rollout-alone")]
    public async Task Rollback_ToALivingStandby_TakesLessThanASecond()
    {
        await using var stage = await WithStandbyAsync("back-quick");
        var seconds = new List<double>();
        for (var number = 0; number < Rollbacks; number++)
            seconds.Add(await GoBackAsync(stage));

        seconds.Sort();
        var p95 = seconds[(int)Math.Ceiling(0.95 * Rollbacks) - 1];
        Figures.Record("from the decision to 0 % on the bad revision, to a standby, median", seconds[Rollbacks / 2], "s", "-");
        Figures.Record("from the decision to 0 % on the bad revision, to a standby, p95", p95, "s", "< 1");
        p95.ShouldBeLessThan(Longest, string.Join(' ', seconds));
    }

    [Fact, Trait("Figures", "rollout-alone")]
    public async Task Rollback_WhereOperationsTakeTwoSeconds_TakesOne()
    {
        await using var stage = await WithStandbyAsync("back-slow");
        foreach (var app in new[] { stage.Api, stage.Web })
            await azure.Administration.DisturbAsync(app, new JsonObject { ["operationSeconds"] = 2 });

        var seconds = await GoBackAsync(stage);

        Figures.Record("from the decision to 0 % on the bad revision, to a standby, operations of 2 s", seconds, "s", "2 to 4");
        seconds.ShouldBeInRange(2, 3 + Longest, stage.Progress);
        foreach (var app in new[] { stage.Api, stage.Web })
            await azure.Administration.CalmAsync(app);
    }

    /// <summary>Two releases that both run, the newer one with all traffic.</summary>
    private async Task<Stage> WithStandbyAsync(string name)
    {
        var stage = new Stage(azure, name);
        var first = await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");
        await stage.WakeAsync(first);
        return stage;
    }

    /// <summary>Rolls back, cut off before the bad release's revisions are retired; then that release is brought back as if it were promoted again.</summary>
    private static async Task<double> GoBackAsync(Stage stage)
    {
        var bad = (await stage.LedgerAsync()).Current!;
        using var recorded = new CancellationTokenSource();
        stage.OnProgress = (_, step) =>
        {
            if (step.Step == "record")
                recorded.Cancel();
        };
        var outcome = await stage.RollbackAsync(settings: stage.Settings(stage.Environment with { Drain = TimeSpan.FromMinutes(5) }), cancellation: recorded.Token);
        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        outcome.Services.ShouldAllBe(service => service.Way == Frostline.Delivery.Rollbacks.WayBack.Standby);

        foreach (var service in bad.Services)
            await stage.Apps.ShiftTrafficAsync(service.App, new Dictionary<string, int> { [service.Revision] = 100 }, CancellationToken.None);
        await stage.AppendAsync(bad with { Id = $"again-{outcome.Id}", At = TimeProvider.System.GetUtcNow() }, CancellationToken.None);
        return outcome.SecondsToZero!.Value;
    }
}
