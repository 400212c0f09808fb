using Npgsql;

namespace Frostline.Backups.Contents;

/// <summary>Reads what a database holds: objects from the catalogs, rows counted, samples of them hashed. One session, so that all is of one snapshot.</summary>
internal sealed class ContentReader(NpgsqlConnection connection)
{
    /// <summary>What it is to be compared with: each table's sample is chosen as it was there. Default none: by the size on disk, which another database with the same rows may not share.</summary>
    public DatabaseContent? Like { get; init; }

    public async Task<DatabaseContent> ReadAsync(CancellationToken cancellationToken)
    {
        await using (var command = new NpgsqlCommand(RowSample.Settings, connection))
            await command.ExecuteNonQueryAsync(cancellationToken);
        var schema = await new CatalogReader(connection).ReadAsync(cancellationToken);
        var before = Like?.Tables.ToDictionary(table => table.Name, table => table.Sampled < table.Rows) ?? [];
        var tables = new List<TableContent>();
        foreach (var (name, large, key) in await TablesAsync(cancellationToken))
            tables.Add(await ReadAsync(name, before.GetValueOrDefault(name, large) ? key : null, cancellationToken));
        return new(schema, tables);
    }

    private async Task<List<(string Name, bool Large, string? Key)>> TablesAsync(CancellationToken cancellationToken)
    {
        const string sql =
            $$"""
            SELECT format('%I.%I', n.nspname, c.relname), pg_relation_size(c.oid) / 100 > $1,
                {{RowSample.Key}}
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 1
            """;
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = RowSample.SmallTable } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tables = new List<(string, bool, string?)>();
        while (await reader.ReadAsync(cancellationToken))
            tables.Add((reader.GetString(0), reader.GetBoolean(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        return tables;
    }

    /// <param name="table">Quoted.</param>
    /// <param name="key">The key that chooses the sample; null for all rows.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    private async Task<TableContent> ReadAsync(string table, string? key, CancellationToken cancellationToken)
    {
        var sample = RowSample.Condition(key);
        await using var command = new NpgsqlCommand($"SELECT count(*), count(*) FILTER (WHERE {sample}), {RowSample.Checksum("t::text", sample)} FROM ONLY {table} AS t", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(table, reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2));
    }
}
