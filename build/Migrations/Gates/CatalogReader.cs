using Frostline.Migrations.Applying;
using Npgsql;

namespace Frostline.Migrations.Gates;

/// <summary>Reads the catalogs of a database.</summary>
internal sealed class CatalogReader(NpgsqlConnection connection)
{
    /// <summary>Neither PostgreSQL's, nor an extension's, nor EF Core's, nor ours.</summary>
    private const string Ours =
        $"""
        n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_%' AND c.relname <> '__EFMigrationsHistory' AND NOT starts_with(c.relname, '{JournalTable.Prefix}')
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = c.oid AND e.classid = 'pg_class'::regclass AND e.deptype = 'e')
        """;

    private const string Named = "CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname";

    public async Task<Catalog> ReadAsync(CancellationToken cancellation)
    {
        var tables = new Dictionary<string, CatalogTable>();
        await ReadColumnsAsync(tables, cancellation);
        await ReadConstraintsAsync(tables, cancellation);
        await ReadIndexesAsync(tables, cancellation);
        return new(tables, await ReadOthersAsync(cancellation));
    }

    private Task ReadColumnsAsync(Dictionary<string, CatalogTable> tables, CancellationToken cancellation) => EachAsync(
        $"""
        SELECT {Named}, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity <> '', a.attgenerated <> ''
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p') AND {Ours} ORDER BY 1, a.attnum
        """,
        row =>
        {
            var table = tables.TryGetValue(row.GetString(0), out var known) ? known : tables[row.GetString(0)] = new(row.GetString(0));
            if (!row.IsDBNull(1))
                table.Columns[row.GetString(1)] = new(row.GetString(2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetBoolean(5), row.GetBoolean(6));
        }, cancellation);

    private Task ReadConstraintsAsync(Dictionary<string, CatalogTable> tables, CancellationToken cancellation) => EachAsync(
        $"""
        SELECT {Named}, r.conname, r.contype::text, regexp_replace(pg_get_constraintdef(r.oid), ' NOT VALID$', ''),
          ARRAY(SELECT a.attname::text FROM unnest(r.conkey) WITH ORDINALITY k (number, place) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number ORDER BY k.place)
        FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.contype IN ('p', 'u', 'c', 'f', 'x') AND {Ours}
        """,
        row => tables[row.GetString(0)].Constraints[row.GetString(1)] = new(row.GetString(2)[0], row.GetString(3), row.GetFieldValue<string[]>(4)), cancellation);

    private Task ReadIndexesAsync(Dictionary<string, CatalogTable> tables, CancellationToken cancellation) => EachAsync(
        $"""
        SELECT {Named}, i.relname, x.indisunique, pg_get_indexdef(i.oid), x.indisvalid,
          ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY k (number, place) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
                WHERE k.place <= x.indnkeyatts ORDER BY k.place)
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND {Ours} AND NOT EXISTS (SELECT FROM pg_constraint r WHERE r.conindid = i.oid AND r.contype IN ('p', 'u', 'x'))
        """,
        row => tables[row.GetString(0)].Indexes[row.GetString(1)] = new(row.GetBoolean(2), row.GetString(3), row.GetFieldValue<string[]>(5), row.GetBoolean(4)), cancellation);

    private async Task<Dictionary<string, string>> ReadOthersAsync(CancellationToken cancellation)
    {
        var others = new Dictionary<string, string>();
        await EachAsync(
            $"""
            SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'sequence ' END || {Named},
              CASE WHEN c.relkind = 'S' THEN (SELECT s.seqtypid::regtype || ' by ' || s.seqincrement FROM pg_sequence s WHERE s.seqrelid = c.oid) ELSE pg_get_viewdef(c.oid) END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm', 'S') AND {Ours} AND NOT EXISTS (SELECT FROM pg_depend o WHERE o.objid = c.oid AND c.relkind = 'S' AND o.deptype IN ('a', 'i'))
            UNION ALL
            SELECT 'trigger ' || t.tgname || ' on ' || {Named}, pg_get_triggerdef(t.oid)
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND {Ours}
            UNION ALL
            SELECT 'routine ' || CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || p.oid::regprocedure::text, pg_get_functiondef(p.oid)
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE p.prokind IN ('f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = p.oid AND e.classid = 'pg_proc'::regclass AND e.deptype = 'e')
            UNION ALL
            SELECT CASE y.typtype WHEN 'e' THEN 'enum ' ELSE 'domain ' END || CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || y.typname,
              CASE y.typtype WHEN 'e' THEN (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = y.oid) ELSE format_type(y.typbasetype, y.typtypmod) END
            FROM pg_type y JOIN pg_namespace n ON n.oid = y.typnamespace
            WHERE y.typtype IN ('e', 'd') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = y.oid AND e.classid = 'pg_type'::regclass AND e.deptype = 'e')
            """,
            row => others[row.GetString(0)] = row.IsDBNull(1) ? "" : row.GetString(1), cancellation);
        return others;
    }

    private async Task EachAsync(string sql, Action<NpgsqlDataReader> row, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            row(reader);
    }
}
