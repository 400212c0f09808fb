using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>
/// Indexes that are built and dropped without a transaction: a build that fails or is killed leaves an index that is invalid, which costs
/// each write and helps no query, and stands in the way of the next attempt.
/// </summary>
internal sealed class ConcurrentIndexes(WorkSession session, Action<string> progress)
{
    /// <summary>Makes room for the statement.</summary>
    /// <param name="nature">What the statement does.</param>
    /// <param name="begun">Whether it was sent before, so that it may have happened.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False when it has happened.</returns>
    public async Task<bool> PrepareAsync(StatementNature nature, bool begun, CancellationToken cancellation)
    {
        if (nature.Rebuilds)
            await ClearRebuildsAsync(cancellation);
        if (nature.Builds is { } built && await ValidAsync(built, cancellation) is { } valid)
        {
            if (valid)
                return !begun;
            progress($"index {built} is invalid, left by a build that did not end; dropped, to be built anew");
            await DropAsync(built, cancellation);
        }

        return nature.Drops is not { } dropped || !begun || await ValidAsync(dropped, cancellation) is not null;
    }

    /// <summary>Drops what a failed build left.</summary>
    public async Task ClearAsync(StatementNature nature, CancellationToken cancellation)
    {
        if (nature.Builds is { } built && await ValidAsync(built, cancellation) == false)
            await DropAsync(built, cancellation);
        if (nature.Rebuilds)
            await ClearRebuildsAsync(cancellation);
    }

    /// <returns>Null when there is no such index.</returns>
    private async Task<bool?> ValidAsync(string index, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", session.Connection) { Parameters = { new() { Value = index } } };
        return await command.ExecuteScalarAsync(cancellation) as bool?;
    }

    private Task<int> DropAsync(string index, CancellationToken cancellation) => session.RunAsync($"DROP INDEX CONCURRENTLY IF EXISTS {index}", cancellation);

    /// <summary>REINDEX CONCURRENTLY builds under such names (its manual, "Rebuilding Indexes Concurrently").</summary>
    private async Task ClearRebuildsAsync(CancellationToken cancellation)
    {
        var left = new List<string>();
        await using (var command = new NpgsqlCommand(
            """
            SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
            """, session.Connection))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                left.Add(reader.GetString(0));
        }

        foreach (var index in left)
            await DropAsync(index, cancellation);
    }
}
