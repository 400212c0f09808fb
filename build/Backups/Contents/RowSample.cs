namespace Frostline.Backups.Contents;

/// <summary>Which rows a checksum is of, and how it is made: in one way wherever values of two databases are compared.</summary>
internal static class RowSample
{
    /// <summary>Up to here all rows are hashed.</summary>
    public const int SmallTable = 20_000;

    /// <summary>What values look like as text must not depend on whom the session belongs to, and names must be told in full.</summary>
    public const string Settings =
        "SET search_path = pg_catalog; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex'; SET row_security = off";

    /// <summary>Asks for the primary key of <c>pg_class AS c</c>, as the text that it makes of a row <c>t</c>; null when there is none.</summary>
    public const string Key =
        """
        (SELECT string_agg(format('t.%I::text', a.attname), ' || '','' || ' ORDER BY k.place)
         FROM pg_index AS i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place), pg_attribute AS a
         WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.number)
        """;

    /// <param name="key">The key that chooses about every sixteenth row; null for all rows.</param>
    public static string Condition(string? key) => key is null ? "true" : $"{Hash(key)} & 15 = 0";

    /// <summary>Sum of 64-bit hashes: independent of the order of rows.</summary>
    /// <param name="text">What is hashed of a row.</param>
    /// <param name="condition">Of which rows.</param>
    public static string Checksum(string text, string condition) => $"coalesce(sum({Hash(text)}) FILTER (WHERE {condition}), 0)::text";

    /// <summary>Collated, because columns of different collations make a text of none.</summary>
    private static string Hash(string text) => $"hashtextextended(({text}) COLLATE \"C\", 0)";
}
