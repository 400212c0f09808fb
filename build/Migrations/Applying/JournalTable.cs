using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>
/// The migrations of a database as we ran them, beside EF Core's history, which knows neither checksums nor what is half done. One row a
/// migration, in the database itself, so that it is committed, backed up and restored with what it tells of.
/// </summary>
internal sealed class JournalTable(NpgsqlConnection connection)
{
    public const string Schema = "public";

    /// <summary>The tables of ours start so; they are no part of an application's schema.</summary>
    public const string Prefix = "__frostline_";

    public const string Name = Prefix + "migrations";

    private const string Table = $"{Schema}.{Name}";

    /// <summary>Does nothing when it is there.</summary>
    public Task EnsureAsync(CancellationToken cancellation) => ExecuteAsync(
        $"""
        CREATE TABLE IF NOT EXISTS {Table} (
            migration text PRIMARY KEY,
            checksum text NOT NULL,
            state text NOT NULL CHECK (state IN ('started', 'committed', 'failed', 'adopted')),
            statement integer NOT NULL,
            begun boolean NOT NULL DEFAULT false,
            down boolean NOT NULL DEFAULT false,
            generator text NOT NULL,
            owner text NOT NULL,
            version text NOT NULL,
            started timestamptz NOT NULL DEFAULT now(),
            ended timestamptz)
        """, cancellation);

    /// <returns>All rows, oldest migration first; none when there is no journal.</returns>
    public async Task<IReadOnlyList<JournalRow>> ReadAsync(CancellationToken cancellation)
    {
        if (!await ExistsAsync(cancellation))
            return [];
        var rows = new List<JournalRow>();
        await using var command = new NpgsqlCommand($"SELECT migration, checksum, state, statement, begun, down, generator, owner, started, ended FROM {Table} ORDER BY migration COLLATE \"C\"", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new(reader.GetString(0), reader.GetString(1), Enum.Parse<JournalState>(reader.GetString(2), ignoreCase: true), reader.GetInt32(3))
            {
                Begun = reader.GetBoolean(4), Down = reader.GetBoolean(5), Generator = reader.GetString(6), Owner = reader.GetString(7),
                Started = reader.GetFieldValue<DateTimeOffset>(8), Ended = await reader.IsDBNullAsync(9, cancellation) ? null : reader.GetFieldValue<DateTimeOffset>(9),
            });
        }

        return rows;
    }

    /// <summary>Writes a row over the one that was there. In a transaction of the connection's, when it has one.</summary>
    public Task WriteAsync(JournalRow row, CancellationToken cancellation) => ExecuteAsync(
        $"""
        INSERT INTO {Table} AS old (migration, checksum, state, statement, begun, down, generator, owner, version, ended)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $3 = 'started' THEN NULL ELSE clock_timestamp() END)
        ON CONFLICT (migration) DO UPDATE SET checksum = excluded.checksum, state = excluded.state, statement = excluded.statement, begun = excluded.begun,
            down = excluded.down, generator = excluded.generator, owner = excluded.owner, version = excluded.version, ended = excluded.ended,
            started = CASE WHEN old.state IN ('committed', 'adopted') OR old.down <> excluded.down THEN now() ELSE old.started END
        """, cancellation, row.Migration, row.Checksum, Text(row.State), row.Statement, row.Begun, row.Down, row.Generator, row.Owner, Version);

    /// <summary>Forgets a migration, which was taken back.</summary>
    public Task DeleteAsync(string migration, CancellationToken cancellation) =>
        ExecuteAsync($"DELETE FROM {Table} WHERE migration = $1", cancellation, migration);

    private static string Version { get; } = typeof(JournalTable).Assembly.GetName().Version!.ToString(3);

    private static string Text(JournalState state) => state switch
    {
        JournalState.Started => "started", JournalState.Committed => "committed", JournalState.Failed => "failed", _ => "adopted",
    };

    private async Task<bool> ExistsAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT to_regclass('{Table}') IS NOT NULL", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
