namespace Frostline.Migrations.Sql;

/// <summary>Reads a constraint of a table, or one behind a column.</summary>
internal static class ConstraintReader
{
    /// <param name="table">The table.</param>
    /// <param name="name">The constraint's name, when one was given.</param>
    /// <param name="column">The column it stands behind; null for one of the table.</param>
    /// <param name="cursor">At its first keyword.</param>
    /// <returns>Null when no constraint begins here.</returns>
    public static ConstraintAdded? Read(string table, string? name, string? column, Cursor cursor)
    {
        var written = cursor.Ahead().ToList();
        if (Kind(cursor) is not { } kind)
            return null;
        IReadOnlyList<string> columns = column is null ? [] : [column];
        if (kind == ConstraintKind.Unique && cursor.Takes("NULLS"))
        {
            cursor.Takes("NOT");
            cursor.Demand("DISTINCT");
        }

        var usingIndex = cursor.Takes("USING", "INDEX") && cursor.TakeName() is not null;
        if (kind == ConstraintKind.Exclusion)
            cursor.TakeUntil("(", "DEFERRABLE", "NOT", "INITIALLY");
        if (cursor.Sees("("))
            columns = kind is ConstraintKind.Check or ConstraintKind.Exclusion ? Columns(columns, cursor.TakeGroup()) : Names(cursor.TakeList());
        var references = kind == ConstraintKind.ForeignKey ? Reference(cursor) : null;
        var notValid = Suffixes(cursor);
        return new(table, name, kind, columns)
        {
            UsingIndex = usingIndex, References = references, NotValid = notValid,
            Definition = string.Join(' ', written.Take(written.Count - cursor.Left)),
        };
    }

    private static ConstraintKind? Kind(Cursor cursor) =>
        cursor.Takes("PRIMARY", "KEY") ? ConstraintKind.PrimaryKey
        : cursor.Takes("UNIQUE") ? ConstraintKind.Unique
        : cursor.Takes("CHECK") ? ConstraintKind.Check
        : cursor.Takes("FOREIGN", "KEY") || cursor.Sees("REFERENCES") ? ConstraintKind.ForeignKey
        : cursor.Takes("EXCLUDE") ? ConstraintKind.Exclusion
        : null;

    private static string Reference(Cursor cursor)
    {
        cursor.Demand("REFERENCES");
        var table = cursor.TakeQualifiedName();
        if (cursor.Sees("("))
            cursor.TakeGroup();
        return table;
    }

    /// <returns>Whether it is NOT VALID.</returns>
    private static bool Suffixes(Cursor cursor)
    {
        var notValid = false;
        while (true)
        {
            if (cursor.Takes("NOT", "VALID"))
                notValid = true;
            else if (cursor.TakesAny("MATCH", "INITIALLY") || cursor.Takes("ON", "DELETE") || cursor.Takes("ON", "UPDATE"))
                Action(cursor);
            else if (cursor.Takes("WITH") || cursor.Takes("INCLUDE") || cursor.Takes("WHERE"))
                cursor.TakeGroup();
            else if (cursor.Takes("USING", "INDEX", "TABLESPACE"))
                cursor.TakeName();
            else if (!(cursor.Takes("NOT", "DEFERRABLE") || cursor.Takes("DEFERRABLE") || cursor.Takes("NO", "INHERIT")))
                return notValid;
        }
    }

    private static void Action(Cursor cursor)
    {
        cursor.TakesAny("SET", "NO");
        cursor.TakeName();
        if (cursor.Sees("("))
            cursor.TakeGroup();
    }

    private static List<string> Names(IReadOnlyList<Cursor> parts) => [.. parts.Select(part => part.TakeName())];

    private static IReadOnlyList<string> Columns(IReadOnlyList<string> known, IReadOnlyList<Token> expression) =>
        known.Count > 0 ? known : [.. expression.Where(token => token.IsName).Select(token => token.Name).Distinct()];
}
