namespace Frostline.Migrations.Sql;

/// <summary>Reads ALTER TABLE, which may do several things at once.</summary>
internal static class AlterTableReader
{
    public static IReadOnlyList<SchemaChange> Read(Cursor cursor)
    {
        cursor.Takes("IF", "EXISTS");
        cursor.Takes("ONLY");
        var table = cursor.TakeQualifiedName();
        cursor.Takes("*");
        return [.. cursor.Parts().Select(part => Action(table, part))];
    }

    private static SchemaChange Action(string table, Cursor part)
    {
        if (part.Takes("ADD"))
            return Added(table, part);
        if (part.Takes("DROP"))
            return Dropped(table, part);
        if (part.Takes("ALTER", "CONSTRAINT"))
            return new Altered("table", table, "alter constraint", table);
        if (part.Takes("ALTER"))
            return Column(table, part);
        if (part.Takes("RENAME"))
            return Renamed(table, part);
        if (part.Takes("VALIDATE", "CONSTRAINT"))
            return new ConstraintValidated(table, part.TakeName());
        if (part.Takes("SET", "SCHEMA"))
            return new Renamed("table", table, $"{part.TakeName()}.{table}", table);
        if (part.Takes("ATTACH", "PARTITION"))
            return new PartitionMoved(table, part.TakeQualifiedName(), Attached: true);
        if (part.Takes("DETACH", "PARTITION"))
            return new PartitionMoved(table, part.TakeQualifiedName(), Attached: false) { Concurrently = part.Takes("CONCURRENTLY") };
        return part.SeesAny("SET", "RESET", "ENABLE", "DISABLE", "FORCE", "NO", "OWNER", "CLUSTER", "INHERIT", "REPLICA", "OF", "NOT")
            ? new Altered("table", table, string.Join(' ', part.Rest()).ToLowerInvariant(), table)
            : throw new UnreadException();
    }

    private static SchemaChange Added(string table, Cursor part)
    {
        if (part.Takes("CONSTRAINT"))
            return ConstraintReader.Read(table, part.TakeName(), column: null, part) ?? throw new UnreadException();
        if (!part.Sees("COLUMN") && ConstraintReader.Read(table, name: null, column: null, part) is { } unnamed)
            return unnamed;
        part.Takes("COLUMN");
        var absent = part.Takes("IF", "NOT", "EXISTS");
        var column = new ColumnReader(table, part).Read();
        return new ColumnAdded(table, column) { IfNotExists = absent };
    }

    private static SchemaChange Dropped(string table, Cursor part)
    {
        if (part.Takes("CONSTRAINT"))
        {
            var there = part.Takes("IF", "EXISTS");
            return new ConstraintDropped(table, part.TakeName()) { IfExists = there };
        }

        part.Takes("COLUMN");
        var exists = part.Takes("IF", "EXISTS");
        return new ColumnDropped(table, part.TakeName()) { IfExists = exists };
    }

    private static SchemaChange Column(string table, Cursor part)
    {
        part.Takes("COLUMN");
        var column = part.TakeName();
        if (part.Takes("SET", "DATA", "TYPE") || part.Takes("TYPE"))
            return new TypeChanged(table, column, From: null, TypeReader.Read(part));
        if (part.Takes("SET", "NOT", "NULL"))
            return new NullabilityChanged(table, column, Required: true);
        if (part.Takes("DROP", "NOT", "NULL"))
            return new NullabilityChanged(table, column, Required: false);
        if (part.Takes("SET", "DEFAULT"))
            return new DefaultChanged(table, column, Dropped: part.Sees("NULL"));
        if (part.Takes("DROP", "DEFAULT") || part.Takes("DROP", "IDENTITY") || part.Takes("DROP", "EXPRESSION"))
            return new DefaultChanged(table, column, Dropped: true);
        return part.SeesAny("SET", "RESET", "ADD", "RESTART")
            ? new Altered("column", $"{table}.{column}", string.Join(' ', part.Rest()).ToLowerInvariant(), table)
            : throw new UnreadException();
    }

    private static Renamed Renamed(string table, Cursor part)
    {
        if (part.Takes("TO"))
            return new("table", table, part.TakeName(), table);
        var constraint = part.Takes("CONSTRAINT");
        part.Takes("COLUMN");
        var name = part.TakeName();
        part.Demand("TO");
        return new(constraint ? "constraint" : "column", name, part.TakeName(), table);
    }
}
