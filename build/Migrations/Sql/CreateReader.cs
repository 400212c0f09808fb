namespace Frostline.Migrations.Sql;

/// <summary>Reads CREATE ….</summary>
internal static class CreateReader
{
    public static IReadOnlyList<SchemaChange> Read(Cursor cursor)
    {
        var replaces = cursor.Takes("OR", "REPLACE");
        var temporary = cursor.TakesAny("GLOBAL", "LOCAL") | cursor.TakesAny("TEMP", "TEMPORARY");
        cursor.TakesAny("UNLOGGED", "RECURSIVE");
        if (cursor.Takes("TABLE"))
            return temporary ? [new Queried([], null)] : [Table(cursor)];
        if (cursor.Takes("UNIQUE", "INDEX"))
            return [Index(cursor, unique: true)];
        if (cursor.Takes("INDEX"))
            return [Index(cursor, unique: false)];
        return [Other(cursor, replaces)];
    }

    private static TableCreated Table(Cursor cursor)
    {
        var absent = cursor.Takes("IF", "NOT", "EXISTS");
        var table = cursor.TakeQualifiedName();
        if (!cursor.Sees("("))
            return new(table, [], []) { IfNotExists = absent };
        var columns = new List<ColumnShape>();
        var constraints = new List<ConstraintAdded>();
        foreach (var part in cursor.TakeList())
        {
            if (part.Takes("LIKE"))
                continue;
            var name = part.Takes("CONSTRAINT") ? part.TakeName() : null;
            if (ConstraintReader.Read(table, name, column: null, part) is { } constraint)
                constraints.Add(constraint);
            else
                columns.Add(part.Left == 1 ? new(part.TakeName(), null) : new ColumnReader(table, part).Read());
        }

        return new(table, columns, [.. constraints, .. columns.SelectMany(column => column.Constraints)]) { IfNotExists = absent };
    }

    private static IndexCreated Index(Cursor cursor, bool unique)
    {
        var concurrently = cursor.Takes("CONCURRENTLY");
        var absent = cursor.Takes("IF", "NOT", "EXISTS");
        var name = cursor.Sees("ON") ? null : cursor.TakeQualifiedName();
        cursor.Demand("ON");
        cursor.Takes("ONLY");
        var table = cursor.TakeQualifiedName();
        if (cursor.Takes("USING"))
            cursor.TakeName();
        return new(table, name, [.. cursor.TakeList().Select(Column)]) { Unique = unique, Concurrently = concurrently, IfNotExists = absent };
    }

    private static string Column(Cursor part)
    {
        var written = string.Concat(part.Ahead());
        if (part.Current is not { IsName: true })
            return written;
        var name = part.TakeName();
        return part.Sees("(") ? written : name;
    }

    private static Created Other(Cursor cursor, bool replaces)
    {
        var what = ObjectKinds.Take(cursor);
        var absent = cursor.Takes("IF", "NOT", "EXISTS");
        var name = what == "cast" ? string.Concat(cursor.TakeGroup()) : what == "user mapping" || (what == "schema" && cursor.Sees("AUTHORIZATION")) ? "" : cursor.TakeQualifiedName();
        var rest = cursor.TakeUntil("ON");
        var table = what is "trigger" or "policy" && cursor.Takes("ON") ? cursor.TakeQualifiedName()
            : what == "rule" ? Behind("TO", cursor)
            : what == "statistics" ? Behind("FROM", cursor)
            : null;
        return new(what, name, table) { Replaces = replaces, IfNotExists = absent, Constrained = what == "domain" && rest.Any(token => token.Is("CHECK") || token.Is("NOT")) };
    }

    private static string? Behind(string word, Cursor cursor)
    {
        cursor.TakeUntil(word);
        return cursor.Takes(word) ? cursor.TakeQualifiedName() : null;
    }
}
