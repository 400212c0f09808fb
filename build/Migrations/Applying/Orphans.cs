using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>Sessions of a run that is dead: the server goes on with their statements until it notices, and an index that is still being built is in nobody's hands.</summary>
internal static class Orphans
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends them. To be called by who holds the migration lock: whoever else works under it has lost it.</summary>
    /// <exception cref="MigrationException">One does not end.</exception>
    public static async Task EndAsync(NpgsqlConnection connection, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (await TerminateAsync(connection, cancellation) is { Count: > 0 } left)
        {
            if (time.GetElapsedTime(start) > Deadline)
                throw new MigrationException($"An earlier run's session does not end: backend {string.Join(", ", left)}. End it with pg_terminate_backend, then run again.");
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private static async Task<IReadOnlyList<int>> TerminateAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT pid FROM (
                SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND starts_with(application_name, $1) AND pid <> pg_backend_pid()) AS ended
            """, connection) { Parameters = { new() { Value = DatabaseAddress.WorkName } } };
        var left = new List<int>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            left.Add(reader.GetInt32(0));
        return left;
    }
}
