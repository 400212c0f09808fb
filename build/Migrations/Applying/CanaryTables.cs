using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>A table of the application's, and how it is read and written without changing it.</summary>
/// <param name="Name">With its schema where that is not the usual one.</param>
/// <param name="Read">Takes the locks of any reader.</param>
/// <param name="Insert">Takes the locks of any insert, for no row.</param>
internal sealed record CanaryTable(string Name, string Read, string Insert);

/// <summary>The application's tables as the database has them before the migration: those that the release that serves works with.</summary>
internal static class CanaryTables
{
    /// <summary>So many are gone through within a beat.</summary>
    private const int Most = 24;

    /// <returns>The largest first, without EF Core's and our own.</returns>
    public static async Task<IReadOnlyList<CanaryTable>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT t.oid::regclass::text, quote_ident(min(c.attname)),
                EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgtype & 5 = 4)
            FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
                JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped AND c.attgenerated = '' AND c.attidentity <> 'a'
            WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_%'
                AND NOT starts_with(t.relname, $1) AND t.relname <> '__EFMigrationsHistory'
                AND has_table_privilege(t.oid, 'SELECT') AND has_table_privilege(t.oid, 'INSERT')
            GROUP BY t.oid, t.reltuples, t.relname ORDER BY t.reltuples DESC, t.relname LIMIT $2
            """, connection) { Parameters = { new() { Value = JournalTable.Prefix }, new() { Value = Most } } };
        var tables = new List<CanaryTable>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (table, column) = (reader.GetString(0), reader.GetString(1));
            var read = $"SELECT FROM {table} LIMIT 1";
            // A trigger for each INSERT statement acts even when no row is inserted.
            tables.Add(new(table, read, reader.GetBoolean(2) ? read : $"INSERT INTO {table} ({column}) SELECT {column} FROM {table} WHERE false"));
        }

        return tables;
    }
}
