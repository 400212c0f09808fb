using System.Diagnostics;
using Frostline.LoadTesting.Schedules;

namespace Frostline.LoadTesting.Engines;

/// <summary>Users, each of whom sends, waits for the answer, thinks, and sends again; as many as the plan has at the time.</summary>
internal sealed class UserLoad(LoadPlan plan, ChainRunner runner)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private readonly long start = plan.StartTimestamp;
    private long number;
    private int wanted;
    private int stage;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), start) is { Ticks: > 0 } early)
            await Task.Delay(early, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var users = new List<Task>();
        while (!cancellation.IsCancellationRequested && UserSchedule.At(plan.Stages, Stopwatch.GetElapsedTime(start)) is { } now)
        {
            (wanted, stage) = now;
            while (users.Count < wanted)
                users.Add(Task.CompletedTask);
            for (var index = plan.Shard; index < wanted; index += plan.Shards)
            {
                if (users[index].IsCompleted)
                    users[index] = LiveAsync(index, over.Token);
            }

            await Task.Delay(Tick, CancellationToken.None).ConfigureAwait(false);
        }

        await over.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(users).ConfigureAwait(false);
    }

    private async Task LiveAsync(int index, CancellationToken cancellation)
    {
        var random = new Random(HashCode.Combine(plan.Seed, index));
        // Users do not all come through the door at once: the first thought is begun somewhere in its middle.
        var due = Stopwatch.GetTimestamp() + (long)(random.NextDouble() * plan.Scenario.ThinkTime.TotalSeconds * Stopwatch.Frequency);
        await Task.Yield();
        while (await ThinkAsync(due, cancellation).ConfigureAwait(false) && index < Volatile.Read(ref wanted))
        {
            // Timers may wake a little early: then the thought was that much shorter, and nothing is sent before it is due.
            due = Math.Min(due, Stopwatch.GetTimestamp());
            await runner.RunAsync(Interlocked.Increment(ref number) * plan.Shards + plan.Shard, index % plan.Scenario.Identities, Volatile.Read(ref stage), due).ConfigureAwait(false);
            due = Stopwatch.GetTimestamp() + Thought(random);
        }
    }

    private long Thought(Random random) =>
        plan.Scenario.ThinkTime == TimeSpan.Zero ? 0 : (long)(-Math.Log(1 - random.NextDouble()) * plan.Scenario.ThinkTime.TotalSeconds * Stopwatch.Frequency);

    private static async ValueTask<bool> ThinkAsync(long due, CancellationToken cancellation)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }
}
