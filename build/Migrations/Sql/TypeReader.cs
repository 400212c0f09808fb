using System.Globalization;

namespace Frostline.Migrations.Sql;

/// <summary>Reads a type (PostgreSQL's manual, 8 "Data Types").</summary>
internal static class TypeReader
{
    public static SqlType? Read(Cursor cursor)
    {
        if (cursor.Current is not { IsName: true })
            return null;
        var name = cursor.TakeQualifiedName();
        if (name.StartsWith("pg_catalog.", StringComparison.Ordinal))
            name = name["pg_catalog.".Length..];
        name += Second(name, cursor);
        IReadOnlyList<int> sizes = cursor.Sees("(") ? Sizes(cursor) : [];
        name += Zone(name, cursor);
        if (name == "interval")
            cursor.TakeUntil(",", "NOT", "NULL", "DEFAULT", "[", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "GENERATED", "COLLATE", "USING");
        return SqlType.Of(name, sizes, IsArray(cursor));
    }

    private static string Second(string first, Cursor cursor) => first switch
    {
        "double" when cursor.Takes("precision") => " precision",
        "character" or "char" or "bit" when cursor.Takes("varying") => first == "char" ? "acter varying" : " varying",
        _ => "",
    };

    private static string Zone(string name, Cursor cursor) =>
        name is not ("timestamp" or "time") ? ""
        : cursor.Takes("with", "time", "zone") ? " with time zone"
        : cursor.Takes("without", "time", "zone") ? " without time zone"
        : "";

    private static List<int> Sizes(Cursor cursor) =>
        [.. cursor.TakeGroup().Where(token => token.Kind == TokenKind.Number).Select(token => int.TryParse(token.Text, CultureInfo.InvariantCulture, out var size) ? size : -1)];

    private static bool IsArray(Cursor cursor)
    {
        var array = cursor.Takes("ARRAY");
        while (cursor.Sees("["))
        {
            cursor.TakeGroup();
            array = true;
        }

        return array;
    }
}
