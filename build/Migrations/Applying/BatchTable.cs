using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>How far a batched statement is: committed with each batch, so that a batch is done once.</summary>
internal sealed class BatchTable(NpgsqlConnection connection)
{
    private const string Table = $"{JournalTable.Schema}.{JournalTable.Prefix}batches";

    public Task EnsureAsync(CancellationToken cancellation) => ExecuteAsync(
        $"CREATE TABLE IF NOT EXISTS {Table} (migration text, statement integer, last_key text NOT NULL, rows bigint NOT NULL, PRIMARY KEY (migration, statement))", cancellation);

    /// <returns>The last key that is done and how many rows were gone through; null at the beginning.</returns>
    public async Task<(string Key, long Rows)?> ReadAsync(string migration, int statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT last_key, rows FROM {Table} WHERE migration = $1 AND statement = $2", connection)
        {
            Parameters = { new() { Value = migration }, new() { Value = statement } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetString(0), reader.GetInt64(1)) : null;
    }

    public Task WriteAsync(string migration, int statement, string key, long rows, CancellationToken cancellation) => ExecuteAsync(
        $"INSERT INTO {Table} VALUES ($1, $2, $3, $4) ON CONFLICT (migration, statement) DO UPDATE SET last_key = excluded.last_key, rows = excluded.rows",
        cancellation, migration, statement, key, rows);

    /// <summary>Forgets the batches of a migration that is done.</summary>
    public Task DeleteAsync(string migration, CancellationToken cancellation) => ExecuteAsync($"DELETE FROM {Table} WHERE migration = $1", cancellation, migration);

    private async Task ExecuteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
