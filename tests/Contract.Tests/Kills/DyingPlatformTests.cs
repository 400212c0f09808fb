using System.Collections.Concurrent;
using Frostline.Delivery;
using Frostline.Delivery.Rollouts;
using Testing;

namespace Contract.Tests.Kills;

/// <summary>LocalAzure killed at every write of its state during a promotion, and back a moment later. All writes for the figures, a spread otherwise.</summary>
public sealed class DyingPlatformTests
{
    private const int Platforms = 2;
    private const int WritesApart = 17;

    [Fact, Trait("Figures", "rollout")]
    public async Task BlueGreen_WhileLocalAzureDiesAtAnyWrite_IsMadeWholeByOneMoreRun()
    {
        var due = new DueLines(WritesApart);

        await Task.WhenAll(Enumerable.Range(1, Platforms).Select(number => GoThroughAsync(number, due)));

        var writes = await due.Counted;
        Figures.Record("writes of LocalAzure's state at which it was killed and one more run was enough", Spread.Of(writes, WritesApart).Count, "writes", $"{writes}");
    }

    private static async Task GoThroughAsync(int number, DueLines due)
    {
        await using var azure = new RunningLocalAzure();
        await azure.InitializeAsync();
        await using var stage = new Stage(azure, "dying");
        await stage.DeployAsync("0.1.0");
        if (number == 1)
            await due.CountAsync(() => CountAsync(azure, stage));
        await due.Counted;
        await using var revival = new Revival(azure.Location);
        for (var kills = 1; due.TryTake(out var write); kills++)
        {
            Figures.Tell($"LocalAzure dies at write {write}");
            await KillAsync(azure, stage, write, () => revival.Times == kills);
        }
    }

    /// <returns>How often a promotion changes LocalAzure's state.</returns>
    private static async Task<int> CountAsync(RunningLocalAzure azure, Stage stage)
    {
        var before = await azure.Administration.WrittenAsync();
        (await stage.PromoteAsync("0.2.0", settings: stage.Settings(stage.Hasty()))).Verdict.ShouldBe(Verdict.Pass, stage.Progress);
        return await azure.Administration.WrittenAsync() - before;
    }

    private static async Task KillAsync(RunningLocalAzure azure, Stage stage, int write, Func<bool> isBack)
    {
        var settings = stage.Settings(stage.Hasty());
        var (before, version) = ((await stage.LedgerAsync()).Current!.Version, $"{write}.0.0");
        stage.Forget();
        await azure.Administration.DieAfterAsync(write);
        try
        {
            await PromoteAsync(stage, version, settings);
            await DieAsync(stage, isBack);
            await Aftermath.RunOnceMoreAsync(stage, version, settings, RolloutIntent.Deploy);
            await Aftermath.ShouldBeWholeAsync(stage, before, version);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Killed at write {write}: {error.Message}\n{stage.Progress}", error);
        }
    }

    /// <summary>Writes what the run did not: how many writes a promotion makes depends on how busy the machine is.</summary>
    private static Task DieAsync(Stage stage, Func<bool> isBack) => Eventually.Is(async () =>
    {
        if (isBack())
            return true;
        try
        {
            await stage.Apps.Tags.ChangeAsync(new Dictionary<string, string> { ["written"] = $"{Guid.NewGuid()}" }, [], CancellationToken.None);
        }
        catch (DeliveryException)
        {
            // It is not back yet.
        }

        return false;
    }, TimeSpan.FromMinutes(5));

    /// <summary>The run that meets the death may end well or not.</summary>
    private static async Task PromoteAsync(Stage stage, string version, Frostline.Delivery.Settings.PipelineSettings settings)
    {
        try
        {
            await stage.PromoteAsync(version, settings: settings);
        }
        catch (DeliveryException)
        {
            // Refused before it began: the platform was not there.
        }
    }
}
