using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>Statements sent one after the other on one connection, over and over, and timed.</summary>
internal sealed class CanaryLoop : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource ending = new();
    private readonly List<string> failures = [];
    private readonly NpgsqlConnection connection;
    private readonly TimeProvider time;
    private readonly Task running;
    private long since;
    private long blamed;
    private long longest;
    private long slowest;
    private long last;
    private int looks;

    private CanaryLoop(NpgsqlConnection connection, IReadOnlyList<string> statements, TimeProvider time)
    {
        (this.connection, this.time, Backend) = (connection, time, connection.ProcessID);
        running = RunAsync([.. statements]);
    }

    /// <summary>The longest that one of them took which waited for the migration.</summary>
    public TimeSpan Longest => Max(new(Volatile.Read(ref longest)), Waiting is { } wait && wait.Start == Volatile.Read(ref blamed) ? wait.For : default);

    /// <summary>The longest that one of them took, for whatever reason.</summary>
    public TimeSpan Slowest => Max(new(Volatile.Read(ref slowest)), Waiting?.For ?? default);

    public TimeSpan Recent => Max(new(Volatile.Read(ref last)), Waiting?.For ?? default);

    public int Looks => Volatile.Read(ref looks);

    public CanaryWait? Waiting => Volatile.Read(ref since) is var start and not 0 ? new(this, Backend, time.GetElapsedTime(start), start) : null;

    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (failures)
                return [.. failures];
        }
    }

    private int Backend { get; }

    public static async Task<CanaryLoop> StartAsync(DatabaseAddress address, IReadOnlyList<string> statements, TimeProvider time, CancellationToken cancellation)
    {
        var connection = await address.OpenWorkAsync(cancellation);
        try
        {
            // The first of each loads what the server keeps for later ones; that is no wait. What is locked already is met by the loop.
            await SetAsync(connection, "SET lock_timeout = '50ms'", cancellation);
            foreach (var statement in statements)
                await TryAsync(connection, statement, cancellation);
            await SetAsync(connection, "SET lock_timeout = 0", cancellation);
            return new(connection, statements, time);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The statement was seen to wait for the migration.</summary>
    public void Blame(CanaryWait wait) => Volatile.Write(ref blamed, wait.Start);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await running;
        await connection.DisposeAsync();
        ending.Dispose();
    }

    private async Task RunAsync(List<string> statements)
    {
        try
        {
            while (statements.Count > 0)
            {
                foreach (var statement in statements.ToArray())
                {
                    if (!await LookAsync(statement))
                        statements.Remove(statement);
                }

                await Task.Delay(Beat, time, ending.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or NpgsqlException or InvalidOperationException)
        {
            if (!ending.IsCancellationRequested)
                Fail($"nothing was seen any more: {ended.Message}");
        }
    }

    private void Fail(string problem)
    {
        lock (failures)
            failures.Add(problem);
    }

    /// <returns>False when it failed, such as for a table that is gone: once is enough to tell.</returns>
    private async Task<bool> LookAsync(string statement)
    {
        var start = time.GetTimestamp();
        Volatile.Write(ref since, start);
        try
        {
            await SetAsync(connection, statement, ending.Token);
            return true;
        }
        catch (PostgresException failed) when (!ending.IsCancellationRequested)
        {
            Fail($"{statement}: {failed.MessageText}");
            return false;
        }
        finally
        {
            var took = time.GetElapsedTime(start).Ticks;
            if (Volatile.Read(ref blamed) == start)
                Volatile.Write(ref longest, Math.Max(took, Volatile.Read(ref longest)));
            Volatile.Write(ref slowest, Math.Max(took, Volatile.Read(ref slowest)));
            Volatile.Write(ref last, took);
            Volatile.Write(ref since, 0);
            Interlocked.Increment(ref looks);
        }
    }

    private static async Task TryAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        try
        {
            await SetAsync(connection, statement, cancellation);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
        }
    }

    private static async Task SetAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
