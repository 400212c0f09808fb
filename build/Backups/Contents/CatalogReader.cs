using System.Text.RegularExpressions;
using Npgsql;

namespace Frostline.Backups.Contents;

/// <summary>A line for each object of the schema. Objects that belong to an extension are the extension's.</summary>
internal sealed partial class CatalogReader(NpgsqlConnection connection)
{
    private const string Objects =
        """
        WITH schemas AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
        relations AS (
            SELECT c.oid, c.relkind, c.relpersistence, format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_class AS c JOIN schemas AS n ON n.oid = c.relnamespace
            WHERE c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
        SELECT 'schema ' || quote_ident(nspname), '' FROM schemas
        UNION ALL SELECT 'extension ' || quote_ident(extname), extversion FROM pg_extension
        UNION ALL SELECT CASE relkind WHEN 'r' THEN 'table ' WHEN 'p' THEN 'partitioned table ' ELSE 'foreign table ' END || name, CASE relpersistence WHEN 'u' THEN 'unlogged' ELSE '' END
            FROM relations WHERE relkind IN ('r', 'p', 'f')
        UNION ALL SELECT 'column ' || r.name || '.' || quote_ident(a.attname),
                concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
                    CASE WHEN a.attidentity <> '' THEN 'identity ' || a.attidentity::text END, CASE WHEN a.attgenerated <> '' THEN 'generated' END,
                    'default ' || pg_get_expr(d.adbin, d.adrelid), CASE WHEN a.attcollation NOT IN (0, 100) THEN 'collate ' || a.attcollation::regcollation::text END)
            FROM relations AS r JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE r.relkind IN ('r', 'p', 'f')
        UNION ALL SELECT 'constraint ' || r.name || '.' || quote_ident(c.conname), pg_get_constraintdef(c.oid)
            FROM relations AS r JOIN pg_constraint AS c ON c.conrelid = r.oid WHERE c.contype <> 't'
        UNION ALL SELECT 'index ' || r.name, pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
            FROM relations AS r JOIN pg_index AS i ON i.indexrelid = r.oid
        UNION ALL SELECT 'view ' || name, pg_get_viewdef(oid) FROM relations WHERE relkind IN ('v', 'm')
        UNION ALL SELECT 'sequence ' || r.name, concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle)
            FROM relations AS r JOIN pg_sequence AS s ON s.seqrelid = r.oid
        UNION ALL SELECT 'trigger ' || r.name || '.' || quote_ident(t.tgname), pg_get_triggerdef(t.oid)
            FROM relations AS r JOIN pg_trigger AS t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
        UNION ALL SELECT 'routine ' || p.oid::regprocedure::text, pg_get_functiondef(p.oid)
            FROM pg_proc AS p JOIN schemas AS n ON n.oid = p.pronamespace
            WHERE p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
        UNION ALL SELECT 'type ' || format('%I.%I', n.nspname, t.typname), string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
            FROM pg_type AS t JOIN schemas AS n ON n.oid = t.typnamespace JOIN pg_enum AS e ON e.enumtypid = t.oid GROUP BY 1
        UNION ALL SELECT 'policy ' || r.name || '.' || quote_ident(p.polname), concat_ws(' ', p.polcmd, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
            FROM relations AS r JOIN pg_policy AS p ON p.polrelid = r.oid
        """;

    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Objects, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(Line(reader.GetString(0), reader.GetString(1)));
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    internal static string Line(string name, string definition) => definition.Length == 0 ? name : $"{name}: {Loosened(definition)}";

    /// <summary>
    /// Without brackets and casts: an expression that was printed and read again has them elsewhere (<c>ARRAY['a'::character varying]::text[]</c> comes back as
    /// <c>ARRAY['a'::character varying::text]</c>), and only there.
    /// </summary>
    private static string Loosened(string definition) => Blanks().Replace(Casts().Replace(definition, "").Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal), " ").Trim();

    [GeneratedRegex(@"::(character varying|double precision|bit varying|time(stamp)? with(out)? time zone|""[^""]+""(\.""[^""]+"")?|[\w.]+)(\(\d+(,\d+)?\))?(\[\])*")]
    private static partial Regex Casts();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
