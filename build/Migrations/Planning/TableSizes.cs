using Npgsql;

namespace Frostline.Migrations.Planning;

/// <summary>How large the tables of a database are.</summary>
internal sealed class TableSizes(IReadOnlyDictionary<string, (long? Rows, long Bytes)> sizes)
{
    public static async Task<TableSizes> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var sizes = new Dictionary<string, (long? Rows, long Bytes)>();
        await using var command = new NpgsqlCommand(
            """
            SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname, NULLIF(c.reltuples, -1)::bigint, pg_table_size(c.oid)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_%'
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            sizes[reader.GetString(0)] = (await reader.IsDBNullAsync(1, cancellation) ? null : reader.GetInt64(1), reader.GetInt64(2));
        return new(sizes);
    }

    public PlannedLock Of(TableLock held)
    {
        var (rows, bytes) = sizes.GetValueOrDefault(held.Table);
        return new(held.Table, held.Mode, held.Work, rows, bytes, Math.Round(bytes / BytesPerSecond(held.Work), 1));
    }

    /// <summary>Of one core and an ordinary disk, rather low: the plan tells seconds from minutes from hours, no more.</summary>
    private static double BytesPerSecond(TableWork work) => work switch
    {
        TableWork.Scan => 400e6,
        TableWork.Build => 60e6,
        TableWork.Rewrite => 80e6,
        TableWork.Rows => 25e6,
        _ => double.PositiveInfinity,
    };
}
