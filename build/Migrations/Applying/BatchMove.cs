using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>Runs a statement for one range of keys after the other, each in a transaction, and goes on where an earlier run ended.</summary>
internal sealed class BatchMove(WorkSession session, BatchTable done, Canary canary, TimeProvider time)
{
    private const int Smallest = 100;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBreath = TimeSpan.FromSeconds(30);

    /// <summary>Longer than this, the application feels it: then batches become smaller and pause.</summary>
    public required TimeSpan Bearable { get; init; }

    /// <summary>Called with how far it is, now and then.</summary>
    public required Action<string> Progress { get; init; }

    /// <summary>Called after each batch.</summary>
    public Action<string> Boundary { get; init; } = _ => { };

    /// <exception cref="MigrationException">The table cannot be gone through by that key.</exception>
    public async Task RunAsync(string migration, int position, MigrationStatement statement, CancellationToken cancellation)
    {
        var batch = BatchDirective.Of(statement)!;
        var type = await KeyTypeAsync(migration, batch, cancellation);
        var text = batch.Restrict(statement, type);
        var all = await EstimateAsync(batch, cancellation);
        var (key, rows) = await done.ReadAsync(migration, position, cancellation) is { } earlier ? earlier : (null, 0L);
        var (size, line) = (batch.Size, new BatchProgress($"{migration}: {batch.Table}", rows, all, time) { Print = Progress });
        while (await OneAsync() is { } page)
        {
            (key, rows) = (page.Last, rows + page.Rows);
            Boundary($"{migration}: batch up to {key}");
            line.Reach(rows);
            size = await BreatheAsync(size, cancellation);
        }

        line.End(rows);

        async Task<Page?> OneAsync()
        {
            Page? page = null;
            await session.InTransactionAsync(migration, async () =>
            {
                page = await NextAsync(batch, type, key, size, cancellation);
                if (page is null)
                    return;
                await session.RunAsync(text, cancellation, page.First, page.Last);
                await done.WriteAsync(migration, position, page.Last, rows + page.Rows, cancellation);
            }, cancellation);
            return page;
        }
    }

    /// <returns>The size of the next batch.</returns>
    private async Task<int> BreatheAsync(int size, CancellationToken cancellation)
    {
        if (canary.Recent <= Bearable)
            return size;
        var start = time.GetTimestamp();
        do
            await Task.Delay(Breath, time, cancellation);
        while (canary.Recent > Bearable && time.GetElapsedTime(start) < LongestBreath);
        return Math.Max(Math.Min(Smallest, size), size / 2);
    }

    private async Task<Page?> NextAsync(BatchDirective batch, string type, string? after, int size, CancellationToken cancellation)
    {
        var key = batch.Column;
        await using var command = new NpgsqlCommand(
            $"""
            SELECT count(*), (array_agg(key ORDER BY key))[1]::text, (array_agg(key ORDER BY key DESC))[1]::text
            FROM (SELECT {key} AS key FROM {batch.Table}{(after is null ? "" : $" WHERE {key} > $2::text::{type}")} ORDER BY {key} LIMIT $1) page
            """, session.Connection) { Parameters = { new() { Value = size } } };
        if (after is not null)
            command.Parameters.Add(new() { Value = after });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetInt64(0) is var count and > 0 ? new(reader.GetString(1), reader.GetString(2), count) : null;
    }

    private async Task<long> EstimateAsync(BatchDirective batch, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass($1)", session.Connection) { Parameters = { new() { Value = batch.Table } } };
        return await command.ExecuteScalarAsync(cancellation) is long rows ? rows : 0;
    }

    /// <summary>Without an index each batch would read the whole table, and rows without a key would never come.</summary>
    private async Task<string> KeyTypeAsync(string migration, BatchDirective batch, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT format_type(a.atttypid, a.atttypmod), a.attnotnull AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL)
            FROM pg_attribute a WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped
            """, session.Connection) { Parameters = { new() { Value = batch.Table }, new() { Value = batch.ColumnName } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            throw new MigrationException($"{migration}: the batch goes through {batch.Table} by {batch.Column}, which the database does not have. Correct 'key=' or give 'table='.");
        return reader.GetBoolean(1)
            ? reader.GetString(0)
            : throw new MigrationException($"{migration}: the batch goes through {batch.Table} by {batch.Column}, which may be null or begins no index. Give a key that does, such as the primary key.");
    }

    /// <summary>Keys that are next to each other.</summary>
    private sealed record Page(string First, string Last, long Rows);
}
