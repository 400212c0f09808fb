namespace Frostline.Migrations.Sql;

/// <summary>Reads what changes rows.</summary>
internal static class RowsReader
{
    public static IReadOnlyList<SchemaChange> Read(string verb, Cursor cursor) => verb switch
    {
        "TRUNCATE" => Truncated(cursor),
        "COPY" => cursor.Sees("(") ? [new Queried([], null)] : [new RowsChanged(cursor.TakeQualifiedName(), "copy", Every: false)],
        _ => [Changed(verb, cursor), .. Calls(cursor)],
    };

    private static RowsChanged Changed(string verb, Cursor cursor)
    {
        cursor.TakesAny("INTO", "FROM");
        cursor.Takes("ONLY");
        var table = cursor.TakeQualifiedName();
        var every = verb is "UPDATE" or "DELETE" && !cursor.Ahead().Any(token => token.Is("WHERE"));
        return new(table, verb.ToLowerInvariant(), every) { Twice = verb == "UPDATE" ? Twice(new Cursor([.. cursor.Ahead()])) : null };
    }

    private static List<SchemaChange> Calls(Cursor cursor) =>
        FunctionCalls.Unknown([.. cursor.Ahead()]) is { Count: > 0 } unknown ? [new Queried(unknown, null)] : [];

    private static string? Twice(Cursor cursor)
    {
        cursor.TakeUntil("SET");
        if (!cursor.Takes("SET"))
            return null;
        var assigned = new Cursor([.. cursor.TakeUntil("WHERE", "FROM", "RETURNING")]).Parts();
        return assigned.Where(part => part.Current is { IsName: true }).Select(part => part.TakeName()).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
    }

    private static List<SchemaChange> Truncated(Cursor cursor)
    {
        cursor.Takes("TABLE");
        var tables = new List<string>();
        do
        {
            cursor.Takes("ONLY");
            tables.Add(cursor.TakeQualifiedName());
        }
        while (cursor.Takes(","));
        cursor.TakeUntil("CASCADE");
        var cascade = cursor.Takes("CASCADE");
        return [.. tables.Select(table => new RowsChanged(table, "truncate", Every: true) { Cascade = cascade })];
    }
}
