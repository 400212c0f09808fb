using Frostline.Delivery.Rollouts;
using Testing;

namespace Contract.Tests.Kills;

/// <summary>Rollbacks that are killed at every line of the journal: one more run brings the release before back. All lines for the figures, a spread otherwise.</summary>
public sealed class KilledRollbackTests(RunningLocalAzure azure)
{
    private const int Stages = 2;
    private const int LinesApart = 11;

    [Theory, Trait("Figures", "rollout")]
    [InlineData("to a standby", 60)]
    [InlineData("to fresh revisions", 0)]
    public async Task Rollback_KilledAtAnyLineOfItsJournal_IsMadeWholeByOneMoreRun(string way, int standbyMinutes)
    {
        var (due, standby) = (new DueLines(LinesApart), TimeSpan.FromMinutes(standbyMinutes));

        await Task.WhenAll(Enumerable.Range(1, Stages).Select(number => GoThroughAsync(number, standby, due)));

        var lines = await due.Counted;
        Figures.Record($"lines of a rollback's journal, {way}, at which kill -9 met it and one more run was enough", Spread.Of(lines, LinesApart).Count, "lines", $"{lines}");
    }

    private async Task GoThroughAsync(int number, TimeSpan standby, DueLines due)
    {
        await using var stage = new Stage(azure, $"recalled-{standby.TotalMinutes}-{number}");
        await stage.DeployAsync("0.1.0");
        if (number == 1)
            await due.CountAsync(() => RollBackWholeAsync(stage, standby));
        await due.Counted;
        await using var watch = new TrafficWatch(stage.Apps, stage.Api, stage.Web);
        while (due.TryTake(out var line))
        {
            Figures.Tell($"Rollback killed at line {line}");
            await KillAsync(stage, line, standby, watch);
        }
    }

    /// <returns>How many lines a journal has.</returns>
    private static async Task<int> RollBackWholeAsync(Stage stage, TimeSpan standby)
    {
        var settings = stage.Settings(stage.Hasty(standby));
        (await stage.PromoteAsync("0.2.0", settings: settings)).Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        var lines = 0;
        stage.OnJournal = (_, _, _) => Interlocked.Increment(ref lines);
        (await stage.RollbackAsync(settings: settings)).Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        stage.OnJournal = (_, _, _) => { };
        return lines;
    }

    private static async Task KillAsync(Stage stage, int line, TimeSpan standby, TrafficWatch watch)
    {
        var (settings, before) = (stage.Settings(stage.Hasty(standby)), (await stage.LedgerAsync()).Current!.Version);
        stage.Forget();
        try
        {
            (await stage.PromoteAsync($"{line}.0.0", settings: settings)).ThrowUnlessPassed();
            await KilledPipeline.RunAsync(stage.Doomed(line, version: null, standby));
            var outcome = await stage.RollbackAsync(settings: settings);
            outcome.Verdict.ShouldBe(Verdict.Pass, outcome.Error);
            await Aftermath.ShouldBeWholeAsync(stage, before);
            watch.Problems.ShouldBeEmpty();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Killed at line {line}: {error.Message}\n{stage.Progress}", error);
        }
    }
}
