using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>
/// Looks, on a connection of its own, at who stands in a migration's way and whether the migration stands in the application's: what has
/// stopped the application for longer than the budget is cancelled.
/// </summary>
internal sealed class LockWatch : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim one = new(1);
    private readonly NpgsqlConnection connection;
    private readonly Canary canary;
    private readonly TimeSpan budget;
    private readonly TimeProvider time;
    private readonly Task watching;
    private int backend;
    private volatile IReadOnlyList<BlockingSession> holders = [];
    private Setback? stopped;

    private LockWatch(NpgsqlConnection connection, Canary canary, TimeSpan budget, TimeProvider time)
    {
        (this.connection, this.canary, this.budget, this.time) = (connection, canary, budget, time);
        watching = WatchAsync();
    }

    /// <summary>Called with who is waited for, once for each.</summary>
    public Action<BlockingSession> Waiting { get; set; } = _ => { };

    /// <summary>Who held the lock at the last look.</summary>
    public IReadOnlyList<BlockingSession> Holders => holders;

    /// <summary>Why the current attempt was cancelled for the application's sake; null when it was not.</summary>
    public Setback? Stopped => stopped;

    /// <summary>How often an attempt was cancelled for the application's sake.</summary>
    public int Cancellations { get; private set; }

    /// <summary>Why it ended before its time; null when it did not.</summary>
    public string? Problem { get; private set; }

    public static async Task<LockWatch> StartAsync(DatabaseAddress address, Canary canary, TimeSpan budget, TimeProvider time, CancellationToken cancellation) =>
        new(await address.OpenWorkAsync(cancellation), canary, budget, time);

    /// <summary>An attempt begins.</summary>
    /// <param name="session">Its backend.</param>
    public void Begin(int session)
    {
        (holders, stopped) = ([], null);
        Volatile.Write(ref backend, session);
    }

    /// <summary>The attempt has ended: nothing of it is cancelled any more.</summary>
    public async Task EndAsync()
    {
        Volatile.Write(ref backend, 0);
        // A look that is under way may cancel; what comes next must not be hit by it.
        await one.WaitAsync();
        one.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await watching;
        await connection.DisposeAsync();
        ending.Dispose();
        one.Dispose();
    }

    private async Task WatchAsync()
    {
        var (last, told) = (time.GetTimestamp(), new HashSet<int>());
        try
        {
            while (true)
            {
                await Task.Delay(Tick, time, ending.Token);
                if (Volatile.Read(ref backend) == 0)
                    continue;
                foreach (var wait in canary.Waits.Where(wait => wait.For >= Tick))
                    await AloneAsync(session => JudgeAsync(session, wait));
                if (time.GetElapsedTime(last) < BetweenLooks)
                    continue;
                last = time.GetTimestamp();
                await AloneAsync(LookAsync);
                foreach (var holder in holders.Where(holder => told.Add(holder.BackendProcessId)))
                    Waiting(holder);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or NpgsqlException or InvalidOperationException)
        {
            if (!ending.IsCancellationRequested)
                Problem = $"nobody watched the locks any more: {ended.Message}";
        }
    }

    private async Task AloneAsync(Func<int, Task> look)
    {
        await one.WaitAsync(ending.Token);
        try
        {
            if (Volatile.Read(ref backend) is var session and not 0)
                await look(session);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task LookAsync(int session)
    {
        var found = await Blockers.OfAsync(connection, session, ending.Token);
        if (found.Count > 0)
            holders = found;
    }

    /// <summary>Only what stops the canary is to blame: it may wait for somebody else.</summary>
    private async Task JudgeAsync(int session, CanaryWait wait)
    {
        await using var ask = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $1 AND NOT granted) WHERE $1 = ANY (pg_blocking_pids($2))", connection)
        {
            Parameters = { new() { Value = session }, new() { Value = wait.Backend } },
        };
        if (await ask.ExecuteScalarAsync(ending.Token) is not bool queued)
            return;
        wait.Loop.Blame(wait);
        if (stopped is null && wait.For >= budget)
            await CancelAsync(session, queued ? Setback.QueuedTooLong : Setback.HeldTooLong);
    }

    private async Task CancelAsync(int session, Setback why)
    {
        stopped = why;
        Cancellations++;
        await using var cancel = new NpgsqlCommand("SELECT pg_cancel_backend($1)", connection) { Parameters = { new() { Value = session } } };
        await cancel.ExecuteScalarAsync(ending.Token);
    }
}
