using Npgsql;

namespace Frostline.Backups.Contents;

/// <summary>Reads what a database holds: objects from the catalogs, rows counted, samples of them hashed. One session, so that all is of one snapshot.</summary>
internal sealed class ContentReader(NpgsqlConnection connection)
{
    /// <summary>Up to here all rows are hashed.</summary>
    private const int SmallTable = 20_000;

    /// <summary>What values look like as text must not depend on whom the session belongs to, and names must be told in full.</summary>
    private const string Settings =
        "SET search_path = pg_catalog; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex'; SET row_security = off";

    public async Task<DatabaseContent> ReadAsync(CancellationToken cancellationToken)
    {
        await using (var command = new NpgsqlCommand(Settings, connection))
            await command.ExecuteNonQueryAsync(cancellationToken);
        var schema = await new CatalogReader(connection).ReadAsync(cancellationToken);
        var tables = new List<TableContent>();
        foreach (var (name, large, key) in await TablesAsync(cancellationToken))
            tables.Add(await ReadAsync(name, large ? key : null, cancellationToken));
        return new(schema, tables);
    }

    private async Task<List<(string Name, bool Large, string? Key)>> TablesAsync(CancellationToken cancellationToken)
    {
        const string sql =
            """
            SELECT format('%I.%I', n.nspname, c.relname), pg_relation_size(c.oid) / 100 > $1,
                   (SELECT string_agg(format('t.%I::text', a.attname), ' || '','' || ' ORDER BY k.place)
                    FROM pg_index AS i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place), pg_attribute AS a
                    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.number)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 1
            """;
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = SmallTable } } };
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
        var sample = key is null ? "true" : $"hashtextextended({key}, 0) & 15 = 0";
        await using var command = new NpgsqlCommand(
            $"SELECT count(*), count(*) FILTER (WHERE {sample}), coalesce(sum(hashtextextended(t::text, 0)) FILTER (WHERE {sample}), 0)::text FROM ONLY {table} AS t", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(table, reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2));
    }
}
