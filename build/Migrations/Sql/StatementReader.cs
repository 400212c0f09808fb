namespace Frostline.Migrations.Sql;

/// <summary>Reads what a statement does. What it does not know by its grammar it does not guess at.</summary>
internal static class StatementReader
{
    public static IReadOnlyList<SchemaChange> Read(Statement statement)
    {
        if (statement.Broken is { } broken)
            return [new Unread(broken.TrimEnd('.'))];
        try
        {
            return Read(new Cursor(statement.Tokens));
        }
        catch (UnreadException)
        {
            return [new Unread("its form is not known")];
        }
    }

    private static IReadOnlyList<SchemaChange> Read(Cursor cursor)
    {
        var first = cursor.Take();
        return first.Kind == TokenKind.Word ? Read(first.Text.ToUpperInvariant(), cursor) : first.Is("(") ? QueryReader.Read(cursor) : throw new UnreadException();
    }

    private static IReadOnlyList<SchemaChange> Read(string verb, Cursor cursor) => verb switch
    {
        "CREATE" => CreateReader.Read(cursor),
        "ALTER" => AlterReader.Read(cursor),
        "DROP" => DropReader.Read(cursor),
        "INSERT" or "UPDATE" or "DELETE" or "TRUNCATE" or "MERGE" or "COPY" => RowsReader.Read(verb, cursor),
        "WITH" or "SELECT" or "VALUES" or "TABLE" => QueryReader.Read(cursor),
        "BEGIN" or "START" or "COMMIT" or "END" or "ROLLBACK" or "ABORT" or "SAVEPOINT" or "RELEASE" or "PREPARE" => [new TransactionMoved(verb == "START" ? "begin" : verb == "END" ? "commit" : verb.ToLowerInvariant())],
        "SET" or "RESET" => [Setting(cursor)],
        "LOCK" => Locked(cursor),
        "REINDEX" or "VACUUM" or "CLUSTER" or "ANALYZE" or "REFRESH" => [MaintenanceReader.Read(verb, cursor)],
        "COMMENT" or "SECURITY" => [new Altered("comment", "", "comment")],
        "GRANT" => [new Altered("rights", "", "grant")],
        "REVOKE" => [new Altered("rights", string.Join(' ', cursor.Rest()), "revoke")],
        "DO" => [new Unread("a DO block may do anything")],
        "CALL" => [new Unread("a procedure may do anything")],
        "EXECUTE" => [new Unread("a prepared statement may do anything")],
        _ => throw new UnreadException(),
    };

    private static SettingChanged Setting(Cursor cursor)
    {
        cursor.TakesAny("SESSION", "LOCAL");
        var name = cursor.TakeQualifiedName();
        cursor.TakesAny("TO", "=");
        return new(name, string.Join(' ', cursor.Rest()));
    }

    private static List<SchemaChange> Locked(Cursor cursor)
    {
        cursor.Takes("TABLE");
        cursor.Takes("ONLY");
        var tables = new List<string>();
        do
            tables.Add(cursor.TakeQualifiedName());
        while (cursor.Takes(","));
        var mode = cursor.Takes("IN") ? string.Join(' ', cursor.TakeUntil("MODE")).ToUpperInvariant() : "ACCESS EXCLUSIVE";
        return [.. tables.Select(table => new TableLocked(table, mode))];
    }
}
