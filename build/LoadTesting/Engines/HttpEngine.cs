using System.Diagnostics;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Validity;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Engines;

/// <summary>Our own generator: plans of rates and of users, over its own HTTP/1.1 or .NET's HTTP/2.</summary>
public sealed class HttpEngine : ILoadEngine, IPreparedEngine
{
    /// <summary>How long answers are still waited for after a run was cancelled.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>How much later than its deadline a request may end, on a machine that holds this process up; who leaves before would not count it.</summary>
    private static readonly TimeSpan HeldUp = TimeSpan.FromSeconds(10);

    private double busy;

    public string Name => "frostline";

    Task IPreparedEngine.PrepareAsync(LoadPlan plan, CancellationToken cancellation) => Task.CompletedTask;

    GeneratorReading IPreparedEngine.Read(Histogram lag, GeneratorReading own) => own with { BusyPercent = busy * 100 };

    public async Task RunAsync(LoadPlan plan, IExchangeSink sink, CancellationToken cancellation)
    {
        using var cut = new CancellationTokenSource();
        using var grace = cancellation.Register(() => cut.CancelAfter(Grace));
        using var runner = new ChainRunner(plan, sink, cut.Token);
        if (plan.Stages[0].IsOpen)
            await OpenAsync(plan, runner, cancellation).ConfigureAwait(false);
        else
            await new UserLoad(plan, runner).RunAsync(cancellation).ConfigureAwait(false);
        busy = runner.Busy;
        await AnsweredAsync(runner, plan.Scenario.Timeout + HeldUp).ConfigureAwait(false);
        // The last answer may have brought us here, on the thread that waits for answers.
        await Task.Yield();
    }

    /// <summary>One thread keeps the plan's time and sends on it: no queue stands between the moment a request is due and its first byte.</summary>
    private static Task OpenAsync(LoadPlan plan, ChainRunner runner, CancellationToken cancellation) => Task.Factory.StartNew(() =>
    {
        PunctualThread.Prefer();
        var start = plan.StartTimestamp;
        foreach (var arrival in ArrivalSchedule.Plan(plan.Stages, plan.Seed, plan.Shard, plan.Shards))
        {
            var due = start + (long)(arrival.Due.TotalSeconds * Stopwatch.Frequency);
            if (!PreciseWait.Until(due, cancellation))
                return;
            _ = runner.RunAsync(arrival.Number, (int)(arrival.Number % plan.Scenario.Identities), arrival.Stage, due).AsTask();
        }

        PreciseWait.Until(start + (long)(LoadStages.Length(plan.Stages).TotalSeconds * Stopwatch.Frequency), cancellation);
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task AnsweredAsync(ChainRunner runner, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        while (runner.InFlight > 0 && Stopwatch.GetElapsedTime(start) < patience)
            await Task.Delay(5).ConfigureAwait(false);
    }
}
