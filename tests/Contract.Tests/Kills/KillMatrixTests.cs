using System.Collections.Concurrent;
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
        Stage[] stages = [.. Enumerable.Range(1, Stages).Select(number => new Stage(azure, $"killed-{number}"))];
        var lines = (await Task.WhenAll(stages.Select(PromoteWholeAsync)))[0];
        var due = new ConcurrentQueue<int>(Enumerable.Range(1, lines).Where(line => Figures.AreWanted || line % LinesApart == 0));
        var kills = due.Count;

        var seen = await Task.WhenAll(stages.Select(stage => KillAsync(stage, due)));

        Figures.Record("lines of a BlueGreen's journal at which it was killed and one more run was enough", kills, "lines", $"{lines}");
        Figures.Record("instants at which its traffic was looked at and led to ready revisions", seen.Sum(), "instants", "all");
        seen.Sum().ShouldBeGreaterThan(kills);
    }

    /// <returns>How many lines a journal has.</returns>
    private static async Task<int> PromoteWholeAsync(Stage stage)
    {
        await stage.DeployAsync("0.1.0");
        var lines = 0;
        stage.OnJournal = (_, _, _) => Interlocked.Increment(ref lines);
        (await stage.PromoteAsync("0.2.0", settings: stage.Settings(stage.Hasty()))).Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        return lines;
    }

    /// <returns>How many instants were seen.</returns>
    private static async Task<int> KillAsync(Stage stage, ConcurrentQueue<int> due)
    {
        await using var watch = new TrafficWatch(stage.Apps, stage.Api, stage.Web);
        while (due.TryDequeue(out var line))
        {
            try
            {
                await KillAsync(stage, line);
                watch.Problems.ShouldBeEmpty();
            }
            catch (Exception error) when (error is not KilledException)
            {
                throw new InvalidOperationException($"Killed at line {line}, then {Wishes[line % Wishes.Length]}: {error.Message}\n{stage.Progress}", error);
            }
        }

        return watch.Looks;
    }

    private static async Task KillAsync(Stage stage, int line)
    {
        var settings = stage.Settings(stage.Hasty());
        var (before, version, written) = ((await stage.LedgerAsync()).Current!.Version, $"{line}.0.0", 0);
        stage.Forget();
        stage.OnJournal = (_, _, _) =>
        {
            if (Interlocked.Increment(ref written) >= line)
                throw new KilledException();
        };
        await Should.ThrowAsync<KilledException>(() => stage.PromoteAsync(version, settings: settings));
        stage.OnJournal = (_, _, _) => { };

        await Aftermath.RunOnceMoreAsync(stage, version, settings, Wishes[line % Wishes.Length]);

        await Aftermath.ShouldBeWholeAsync(stage, before, version);
    }
}
