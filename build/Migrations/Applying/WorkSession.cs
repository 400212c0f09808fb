using System.Globalization;
using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>The session that a migration's statements run in, with limits to what they may wait and hold; what met them is tried again.</summary>
internal sealed class WorkSession(NpgsqlConnection connection, LockWatch watch, Patience patience, TimeProvider time, Action<string> progress)
{
    /// <summary>The server has the first word on how long a statement may run.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Two clocks may differ by that.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(20);

    private string? current;
    private TimeSpan limit;
    private string setting = "";
    private long sent;

    public NpgsqlConnection Connection { get; } = connection;

    /// <summary>The transaction that the work runs in now, or ran in last.</summary>
    public NpgsqlTransaction? Transaction { get; private set; }

    /// <summary>How often a transaction was tried again.</summary>
    public int Retries { get; private set; }

    /// <summary>The statement that was sent last, which an exception does not carry.</summary>
    public string? Statement => current;

    /// <summary>Runs the work in a transaction, all of it again when it met a limit.</summary>
    /// <exception cref="LockBudgetException">It met a limit each time.</exception>
    public Task InTransactionAsync(string migration, Func<Task> work, CancellationToken cancellation) => PatientlyAsync(migration, async () =>
    {
        await using var transaction = Transaction = await Connection.BeginTransactionAsync(cancellation);
        await LimitAsync(online: false, cancellation);
        await work();
        Remember("COMMIT");
        await transaction.CommitAsync(cancellation);
    }, cancellation);

    /// <summary>Runs the work without a transaction around it.</summary>
    /// <param name="migration">Its id.</param>
    /// <param name="online">Whether it stops nobody: then it may wait and run for long.</param>
    /// <param name="work">Run again when it met a limit.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LockBudgetException">It met a limit each time.</exception>
    public Task OutsideAsync(string migration, bool online, Func<Task> work, CancellationToken cancellation) => PatientlyAsync(migration, async () =>
    {
        await LimitAsync(online, cancellation);
        await work();
    }, cancellation);

    /// <returns>How many rows it concerned.</returns>
    public async Task<int> RunAsync(string statement, CancellationToken cancellation, params object[] values)
    {
        Remember(statement);
        await using var command = new NpgsqlCommand(statement, Connection) { CommandTimeout = (int)(limit + Grace).TotalSeconds };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <returns>Why the last statement failed; with the limit that it met, which PostgreSQL does not tell.</returns>
    public string Explain(PostgresException refused) =>
        refused.SqlState == PostgresErrorCodes.QueryCanceled && limit > TimeSpan.Zero && time.GetElapsedTime(sent) >= limit - Tolerance
            ? string.Create(CultureInfo.InvariantCulture, $"a statement ran for {limit.TotalSeconds:0.##} s, which is as long as one may. Part it, or raise {setting}")
            : refused.MessageText;

    private void Remember(string statement) => (current, sent) = (statement, time.GetTimestamp());

    private async Task PatientlyAsync(string migration, Func<Task> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TryAsync(work, cancellation) is not { } setback)
                return;
            var reason = Reason(setback);
            if (attempt >= patience.AttemptsAt(setback))
                throw new LockBudgetException(migration, reason, attempt, watch.Holders);
            Retries++;
            var pause = patience.Pause(attempt);
            progress(string.Create(CultureInfo.InvariantCulture, $"{migration}: {reason}; trying again in {pause.TotalSeconds:0.##} s"));
            await Task.Delay(pause, time, cancellation);
        }
    }

    private async Task<Setback?> TryAsync(Func<Task> work, CancellationToken cancellation)
    {
        watch.Begin(Connection.ProcessID);
        try
        {
            await work();
            return null;
        }
        catch (PostgresException met) when (!cancellation.IsCancellationRequested && SetbackOf(met) is not null)
        {
            return SetbackOf(met);
        }
        finally
        {
            await watch.EndAsync();
        }
    }

    private Setback? SetbackOf(PostgresException met) => met.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable => Setback.Locked,
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => Setback.Deadlocked,
        PostgresErrorCodes.QueryCanceled => watch.Stopped,
        _ => null,
    };

    private string Reason(Setback setback)
    {
        var holders = watch.Holders.Count > 0 ? $", held by {string.Join("; and ", watch.Holders)}" : "";
        var budget = $"{patience.Block.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms";
        var statement = Blockers.Shortened(current ?? "");
        return setback switch
        {
            Setback.Locked => string.Create(CultureInfo.InvariantCulture, $"no lock within {patience.Lock.TotalSeconds:0.##} s for '{statement}'{holders}"),
            Setback.Deadlocked => $"ended by the server to let another transaction go on: '{statement}'",
            Setback.QueuedTooLong => $"waiting for its lock, '{statement}' stopped the application for {budget}{holders}",
            _ => $"'{statement}' stopped the application for {budget}",
        };
    }

    private async Task LimitAsync(bool online, CancellationToken cancellation)
    {
        // A concurrent build waits for transactions as for locks, and lets all others pass.
        var forLocks = online ? TimeSpan.Zero : patience.Lock;
        (limit, setting) = online ? (patience.Online, "onlineTimeout") : (patience.Statement, "statementTimeout");
        await RunAsync("SELECT set_config('lock_timeout', $1, false), set_config('statement_timeout', $2, false)", cancellation, Milliseconds(forLocks), Milliseconds(limit));
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
