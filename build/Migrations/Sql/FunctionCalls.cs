namespace Frostline.Migrations.Sql;

/// <summary>Functions in an expression.</summary>
internal static class FunctionCalls
{
    /// <summary>Functions of PostgreSQL that change nothing, or nothing but sequences and settings.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "abs", "array_agg", "array_length", "array_to_string", "avg", "ceil", "char_length", "clock_timestamp", "coalesce", "concat", "concat_ws", "count", "currval", "date", "date_part",
        "date_trunc", "decode", "encode", "exists", "extract", "floor", "format", "gen_random_uuid", "greatest", "initcap", "json_build_object", "jsonb_build_object", "jsonb_set", "jsonb_typeof",
        "jsonb_array_elements", "jsonb_array_elements_text", "json_agg", "jsonb_agg", "least", "left", "length", "lower", "lpad", "ltrim", "make_interval", "max", "md5", "min", "mod", "nextval",
        "now", "nullif", "overlay", "pg_get_serial_sequence", "position", "power", "random", "rank", "regexp_replace", "replace", "right", "round", "row", "row_number", "rpad", "rtrim", "setval",
        "sha256", "split_part", "sqrt", "statement_timestamp", "string_agg", "string_to_array", "strpos", "substr", "substring", "sum", "timezone", "to_char", "to_date", "to_json", "to_jsonb",
        "to_number", "to_timestamp", "transaction_timestamp", "translate", "trim", "trunc", "unnest", "upper", "generate_series", "current_setting", "set_config", "pg_sleep",
    };

    /// <summary>Words before a bracket that call nothing.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "ALL", "AND", "ANY", "ARRAY", "AS", "BETWEEN", "BY", "CASE", "CAST", "CONFLICT", "CUBE", "DISTINCT", "ELSE", "EXCEPT", "FILTER", "FROM", "GROUP", "HAVING", "IN", "INTERSECT", "INTERVAL", "IS",
        "JOIN", "LATERAL", "LIKE", "LIMIT", "MATERIALIZED", "NOT", "OFFSET", "ON", "OR", "ORDER", "OVER", "PARTITION", "RETURNING", "ROLLUP", "SELECT", "SET", "SETS", "SOME", "THEN", "UNION",
        "USING", "VALUES", "WHEN", "WHERE", "WITHIN", "INTO", "varchar", "numeric", "decimal", "char", "character", "varying", "timestamp", "timestamptz", "time", "bit", "float",
    };

    /// <summary>Of these nobody can tell what they do.</summary>
    public static IReadOnlyList<string> Unknown(IReadOnlyList<Token> tokens) => [.. Called(tokens).Where(name => !Harmless.Contains(name)).Distinct()];

    /// <summary>All that is called, without schema <c>pg_catalog</c>.</summary>
    public static IEnumerable<string> Called(IReadOnlyList<Token> tokens)
    {
        for (var index = 0; index + 1 < tokens.Count; index++)
        {
            if (tokens[index].IsName && tokens[index + 1].Is("(") && !(tokens[index].Kind == TokenKind.Word && Words.Contains(tokens[index].Text)) && !NamesColumns(tokens, index))
                yield return tokens[index].Name;
        }
    }

    /// <summary>The bracket of an alias, of INTO and of WITH lists columns; that of a type, its sizes.</summary>
    private static bool NamesColumns(IReadOnlyList<Token> tokens, int name)
    {
        var first = name;
        while (first >= 2 && tokens[first - 1].Is("."))
            first -= 2;
        return (first > 0 && (tokens[first - 1].Is("INTO") || tokens[first - 1].Is("AS") || tokens[first - 1].Is(")") || tokens[first - 1].Is("::"))) || BeginsQuery(new Cursor([.. tokens.Skip(name + 1).Take(64)]));
    }

    private static bool BeginsQuery(Cursor columns)
    {
        while (!columns.AtEnd && !columns.Takes(")"))
            columns.Take();
        return columns.Takes("AS") && (columns.TakesAny("MATERIALIZED") || columns.Takes("NOT", "MATERIALIZED") || columns.Sees("(", "SELECT") || columns.Sees("(", "WITH")
            || columns.Sees("(", "VALUES") || columns.Sees("(", "INSERT") || columns.Sees("(", "UPDATE") || columns.Sees("(", "DELETE"));
    }
}
