using Frostline.Backups.Contents;
using Npgsql;

namespace Frostline.Migrations;

/// <summary>
/// Checksums of a table's columns, of the rows that a backup's checksum would be of and made as it is: databases that hold the same have the same. By columns, because a way back takes one and leaves others,
/// to which the application may write meanwhile.
/// </summary>
/// <param name="connection">In a transaction.</param>
internal sealed class ColumnSums(NpgsqlConnection connection)
{
    /// <param name="table">Quoted where SQL asks for it.</param>
    /// <param name="column">As it is called; empty for all.</param>
    /// <param name="rows">How many have values: of many a sample is taken.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>A sum for each column's name.</returns>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(string table, string column, long rows, CancellationToken cancellation)
    {
        var (name, key, columns) = await DescribeAsync(table, cancellation);
        string[] asked = column.Length == 0 ? columns : [column];
        var row = key is null ? "" : $"{key} || ',' || ";
        var sums = asked.Select(known => RowSample.Checksum($"{row}t.{Loss.Quoted(known)}::text", "true"));
        await RunAsync($"SAVEPOINT frostline_sums; {RowSample.Settings}", cancellation);
        var read = await ReadAsync($"SELECT {string.Join(", ", sums)} FROM {name} AS t WHERE {RowSample.Condition(rows > RowSample.SmallTable ? key : null)}", cancellation);
        await RunAsync("ROLLBACK TO SAVEPOINT frostline_sums", cancellation);
        return asked.Zip(read).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private async Task<(string Name, string? Key, string[] Columns)> DescribeAsync(string table, CancellationToken cancellation)
    {
        const string sql =
            $$"""
            SELECT format('%I.%I', n.nspname, c.relname),
                {{RowSample.Key}},
                ARRAY(SELECT a.attname::text FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = to_regclass($1)
            """;
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = table } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetFieldValue<string[]>(2));
    }

    private async Task<string[]> ReadAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
    }

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
