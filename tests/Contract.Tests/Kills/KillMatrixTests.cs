using Frostline.Delivery.Rollouts;
using Testing;

namespace Contract.Tests.Kills;

/// <summary>Pipelines that are killed at every line of the journal, so between any two things they do. All lines for the figures, a spread otherwise.</summary>
public sealed class KillMatrixTests(RunningLocalAzure azure)
{
    private const int Stages = 3;
    private const int LinesApart = 19;

    private static readonly RolloutIntent[] Wishes = [RolloutIntent.Deploy, RolloutIntent.Abort, RolloutIntent.Resume];

    [Fact, Trait("Figures", "rollout")]
    public async Task BlueGreen_KilledAtAnyLineOfItsJournal_IsMadeWholeByOneMoreRun()
    {
        var due = new DueLines(LinesApart);

        var seen = await Task.WhenAll(Enumerable.Range(1, Stages).Select(number => GoThroughAsync(number, due)));

        var lines = await due.Counted;
        Figures.Record("lines of a BlueGreen's journal at which kill -9 met it and one more run was enough", Spread.Of(lines, LinesApart).Count, "lines", $"{lines}");
        Figures.Record("instants at which its traffic was looked at and led to ready revisions", seen.Sum(), "instants", "all");
        seen.Sum().ShouldBeGreaterThan(0);
    }

    /// <returns>How many instants were seen.</returns>
    private async Task<int> GoThroughAsync(int number, DueLines due)
    {
        await using var stage = new Stage(azure, $"killed-{number}");
        await stage.DeployAsync("0.1.0");
        if (number == 1)
            await due.CountAsync(() => PromoteWholeAsync(stage));
        await due.Counted;
        await using var watch = new TrafficWatch(stage.Apps, stage.Api, stage.Web);
        while (due.TryTake(out var line))
        {
            Figures.Tell($"BlueGreen killed at line {line}");
            await KillAsync(stage, line, watch);
        }

        return watch.Looks;
    }

    /// <returns>How many lines a journal has.</returns>
    private static async Task<int> PromoteWholeAsync(Stage stage)
    {
        var lines = 0;
        stage.OnJournal = (_, _, _) => Interlocked.Increment(ref lines);
        (await stage.PromoteAsync("0.2.0", settings: stage.Settings(stage.Hasty()))).Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        stage.OnJournal = (_, _, _) => { };
        return lines;
    }

    private static async Task KillAsync(Stage stage, int line, TrafficWatch watch)
    {
        var (before, version, wish) = ((await stage.LedgerAsync()).Current!.Version, $"{line}.0.0", Wishes[line % Wishes.Length]);
        stage.Forget();
        try
        {
            await KilledPipeline.RunAsync(stage.Doomed(line, version));
            await Aftermath.RunOnceMoreAsync(stage, version, stage.Settings(stage.Hasty()), wish);
            await Aftermath.ShouldBeWholeAsync(stage, before, version);
            watch.Problems.ShouldBeEmpty();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Killed at line {line}, then {wish}: {error.Message}\n{stage.Progress}", error);
        }
    }
}
