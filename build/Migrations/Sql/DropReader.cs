namespace Frostline.Migrations.Sql;

/// <summary>Reads DROP ….</summary>
internal static class DropReader
{
    public static IReadOnlyList<SchemaChange> Read(Cursor cursor)
    {
        var what = ObjectKinds.Take(cursor);
        var concurrently = cursor.Takes("CONCURRENTLY");
        var exists = cursor.Takes("IF", "EXISTS");
        var names = new List<string>();
        do
        {
            names.Add(what == "cast" ? string.Concat(cursor.TakeGroup()) : cursor.TakeQualifiedName());
            if (cursor.Sees("("))
                cursor.TakeGroup();
        }
        while (cursor.Takes(","));
        var table = cursor.Takes("ON") ? cursor.TakeQualifiedName() : null;
        var cascade = cursor.TakeUntil("CASCADE") is not null && cursor.Takes("CASCADE");
        return [.. names.Select(name => new Dropped(what, name, what is "table" ? name : table) { Concurrently = concurrently, IfExists = exists, Cascade = cascade })];
    }
}
