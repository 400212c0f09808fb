using System.Collections.Concurrent;
using System.Diagnostics;
using Contract.Tests.Kills;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Testing;

namespace Contract.Tests.Faults;

/// <summary>Every fault at every step of a promotion: it ends promoted or restored, never in between. All for the figures, a spread otherwise.</summary>
public sealed class FaultMatrixTests(RunningLocalAzure azure)
{
    private const int Stages = 3;

    /// <summary>From one fault to the next: each fault is tried, and each step.</summary>
    private const int StepsApart = 3;

    // Beside other tests a machine is too busy for a figure: then it only ends a hang.
    private static readonly TimeSpan Deadline = Figures.AreWanted ? TimeSpan.FromSeconds(90) : TimeSpan.FromMinutes(10);

    /// <summary>The phase that a fault begins with, and which one of that kind.</summary>
    private static readonly (RolloutPhase Phase, int Nth)[] Steps =
    [
        (RolloutPhase.Create, 1), (RolloutPhase.Ready, 1), (RolloutPhase.Shift, 1), (RolloutPhase.Shift, 2), (RolloutPhase.Shift, 3), (RolloutPhase.Verify, 1),
        (RolloutPhase.Record, 1), (RolloutPhase.Retire, 1),
    ];

    [Fact, Trait("Figures", "rollout")]
    public async Task BlueGreen_WithAnyFaultAtAnyStep_EndsPromotedOrRestored()
    {
        var all = Trouble.All.SelectMany(trouble => Steps.Select(step => (Trouble: trouble, step.Phase, step.Nth))).ToList();
        var due = new ConcurrentQueue<(Trouble, RolloutPhase, int)>(all.Where((_, index) => Figures.AreWanted || index % Steps.Length == index / Steps.Length * StepsApart % Steps.Length));
        var cases = due.Count;
        var slowest = new ConcurrentBag<double>();

        await Task.WhenAll(Enumerable.Range(1, Stages).Select(number => GoThroughAsync(number, due, slowest)));

        Figures.Record($"faults at steps of a BlueGreen, {Trouble.All.Count} by {Steps.Length}, that ended promoted or restored", cases, "cases", $"{all.Count}");
        Figures.Record("the slowest of them", slowest.Max(), "s", $"< {Deadline.TotalSeconds}");
    }

    private async Task GoThroughAsync(int number, ConcurrentQueue<(Trouble, RolloutPhase, int)> due, ConcurrentBag<double> slowest)
    {
        await using var stage = new Stage(azure, $"faults-{number}");
        await stage.DeployAsync("0.1.0");
        while (due.TryDequeue(out var next))
        {
            var (trouble, phase, nth) = next;
            Figures.Tell($"{trouble.Name} at {phase} {nth}");
            try
            {
                slowest.Add(await MeetAsync(stage, trouble, phase, nth));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{trouble.Name} at {phase} {nth}: {error.Message}\n{stage.Progress}", error);
            }
        }
    }

    /// <returns>Seconds it took.</returns>
    private async Task<double> MeetAsync(Stage stage, Trouble trouble, RolloutPhase phase, int nth)
    {
        var (before, version, watch) = ((await stage.LedgerAsync()).Current!.Version, $"{Guid.NewGuid():N}"[..8], Stopwatch.StartNew());
        stage.Forget();
        stage.OnJournal = (mark, step, subject) =>
        {
            if (mark == "begin" && subject is null && step.Equals(phase.ToString(), StringComparison.OrdinalIgnoreCase) && --nth == 0)
                stage.Complete(() => DisturbAsync(stage, trouble, phase));
        };

        var outcome = await stage.PromoteAsync(version, settings: stage.Settings(Watched(stage, trouble, phase))).WaitAsync(Deadline);
        var seconds = watch.Elapsed.TotalSeconds;
        stage.OnJournal = (_, _, _) => { };
        await azure.Administration.CalmAsync(stage.Api);

        var promoted = !Spoils(trouble, phase);
        outcome.Verdict.ShouldBe(promoted ? Verdict.Pass : Verdict.Fail, outcome.Error);
        if (!promoted)
            trouble.Causes.Any(outcome.Error!.Contains).ShouldBeTrue(outcome.Error);
        await Eventually.Holds(() => Aftermath.ShouldBeWholeAsync(stage, promoted ? version : before));
        return seconds;
    }

    private async Task DisturbAsync(Stage stage, Trouble trouble, RolloutPhase phase)
    {
        var serving = (await stage.LedgerAsync()).Current!.Services.Single(service => service.Name == "api").Revision;
        var candidate = phase == RolloutPhase.Create ? "new" : (await stage.ActiveAsync(stage.Api)).Single(revision => revision != serving);
        await azure.Administration.DisturbAsync(stage.Api, trouble.Profile(candidate));
    }

    /// <summary>Whether the release is taken back, when the trouble begins with that phase.</summary>
    private static bool Spoils(Trouble trouble, RolloutPhase phase) => trouble.Spoils is { } last && phase <= last;

    private static EnvironmentSettings Watched(Stage stage, Trouble trouble, RolloutPhase phase)
    {
        var judged = stage.Judged();
        // What is waited for in vain is waited for in whole.
        var patience = TimeSpan.FromSeconds(Spoils(trouble, phase) ? 10 : 60);
        return judged with
        {
            ReadyTimeout = TimeSpan.FromSeconds(Spoils(trouble, phase) && trouble.Name is "stuck activating" or "crash loop" ? 12 : 60),
            SmokeTimeout = patience,
            VerifyTimeout = patience,
            Rollout = judged.Rollout with
            {
                Steps = null,
                Bake = TimeSpan.FromSeconds(1),
                // How fast the machine is that runs three of them at once is not the matter here.
                Analysis = judged.Rollout.Analysis with
                {
                    MinimumRequests = 30, LatencyFloor = TimeSpan.FromSeconds(30),
                    ProbeTimeout = TimeSpan.FromSeconds(30),
                    Extensions = trouble.Causes is ["platform errors"] ? 5 : 60, PlatformMetrics = trouble.Causes is ["platform errors"],
                },
            },
        };
    }
}
