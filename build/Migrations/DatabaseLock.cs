using Npgsql;

namespace Frostline.Migrations;

/// <summary>
/// One migration of a database at a time: an advisory lock on a connection of its own, gone with that connection however the
/// process ends. EF Core's own lock is not enough: it is let go between migrations and during statements outside transactions.
/// </summary>
internal sealed class DatabaseLock : IAsyncDisposable
{
    /// <summary>"Frostlin", as bytes. Advisory locks are per database, so one key is enough.</summary>
    private const long Key = 0x46726F73_746C696E;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlConnection connection;

    private DatabaseLock(NpgsqlConnection connection) => this.connection = connection;

    /// <param name="address">The database.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="waiting">Called once with the holder when there is somebody to wait for.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DatabaseLockedException">Not let go in time.</exception>
    public static async Task<DatabaseLock> TakeAsync(
        DatabaseAddress address, TimeSpan timeout, Action<LockingSession> waiting, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = await address.OpenAsync(cancellationToken);
        try
        {
            var start = time.GetTimestamp();
            LockingSession? holder = null;
            while (!await TryTakeAsync(connection, cancellationToken))
            {
                if (holder is null && (holder = await HolderAsync(connection, cancellationToken)) is not null)
                {
                    waiting(holder);
                }

                if (time.GetElapsedTime(start) >= timeout)
                {
                    throw new DatabaseLockedException(address.ToString(), await HolderAsync(connection, cancellationToken), timeout);
                }

                await Task.Delay(Pause, time, cancellationToken);
            }

            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Somebody may have ended this session; going on without its lock could run two migrations at once.</summary>
    /// <exception cref="MigrationException">The lock is lost.</exception>
    public async Task EnsureHeldAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var ask = new NpgsqlCommand("SELECT 1", connection);
            await ask.ExecuteScalarAsync(cancellationToken);
        }
        catch (Exception lost) when (lost is NpgsqlException or InvalidOperationException)
        {
            throw new MigrationException($"The migration lock was lost: {lost.Message}. Run again; what was applied stays applied.", lost);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static async Task<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = Key } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<LockingSession?> HolderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT activity.application_name, activity.pid, COALESCE(host(activity.client_addr), ''), activity.backend_start
            FROM pg_locks AS locks JOIN pg_stat_activity AS activity USING (pid)
            WHERE locks.locktype = 'advisory' AND locks.granted AND locks.objsubid = 1
              AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (locks.classid::bigint << 32 | locks.objid::bigint) = $1
            """, connection) { Parameters = { new() { Value = Key } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3))
            : null;
    }
}
