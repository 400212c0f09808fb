namespace Frostline.Migrations.Sql;

/// <summary>Reads ALTER … of anything.</summary>
internal static class AlterReader
{
    public static IReadOnlyList<SchemaChange> Read(Cursor cursor)
    {
        if (cursor.Takes("TABLE"))
            return AlterTableReader.Read(cursor);
        var what = ObjectKinds.Take(cursor);
        if (what is "default privileges" or "system")
            return [new Altered(what, what, Words(cursor))];
        cursor.Takes("IF", "EXISTS");
        var name = cursor.TakeQualifiedName();
        if (cursor.Sees("("))
            cursor.TakeGroup();
        var table = what is "trigger" or "policy" or "rule" && cursor.Takes("ON") ? cursor.TakeQualifiedName() : null;
        return [Read(what, name, table, cursor)];
    }

    private static SchemaChange Read(string what, string name, string? table, Cursor cursor)
    {
        if (cursor.Takes("RENAME", "TO"))
            return new Renamed(what, name, cursor.TakeName(), table);
        if (cursor.Takes("RENAME", "VALUE"))
            return new Renamed("enum value", $"{name} {cursor.Take()}", cursor.Takes("TO") ? cursor.Take().Text : "", null);
        if (cursor.TakesAny("RENAME"))
            return new Renamed($"part of a {what}", name, Words(cursor), table);
        if (cursor.Takes("SET", "SCHEMA"))
            return new Renamed(what, name, $"{cursor.TakeName()}.{name}", table);
        if (what == "type" && cursor.Takes("ADD", "VALUE"))
            return Value(name, cursor);
        if (what == "index" && cursor.Takes("ATTACH", "PARTITION"))
            return new Altered(what, name, "attach partition");
        return new Altered(what, name, Words(cursor), table);
    }

    private static EnumValueAdded Value(string type, Cursor cursor)
    {
        var absent = cursor.Takes("IF", "NOT", "EXISTS");
        var value = cursor.Take().Text;
        return new(type, value, Placed: cursor.SeesAny("BEFORE", "AFTER")) { IfNotExists = absent };
    }

    private static string Words(Cursor cursor) => string.Join(' ', cursor.Rest()).ToLowerInvariant();
}
