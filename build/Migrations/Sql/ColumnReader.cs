namespace Frostline.Migrations.Sql;

/// <summary>Reads a column as CREATE TABLE and ADD COLUMN give it.</summary>
internal sealed class ColumnReader(string table, Cursor cursor)
{
    private static readonly string[] Ends =
        ["NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "GENERATED", "DEFAULT", "COLLATE", "DEFERRABLE", "INITIALLY", "STORAGE", "COMPRESSION"];

    private readonly List<ConstraintAdded> constraints = [];
    private string? constraint;
    private bool required;
    private bool identity;
    private bool stored;
    private IReadOnlyList<Token>? value;

    public ColumnShape Read()
    {
        var name = cursor.TakeName();
        var type = TypeReader.Read(cursor) ?? throw new UnreadException();
        while (!cursor.AtEnd)
            ReadProperty(name);
        return new(name, type) { Required = required, Default = value, Identity = identity, Stored = stored, Constraints = constraints };
    }

    private void ReadProperty(string name)
    {
        if (cursor.Takes("CONSTRAINT"))
            constraint = cursor.TakeName();
        else if (cursor.Takes("NOT", "NULL"))
            required = true;
        else if (cursor.Takes("NULL"))
            required = false;
        else if (cursor.Takes("DEFAULT"))
            value = Expression();
        else if (cursor.Takes("GENERATED"))
            Generated();
        else if (cursor.Takes("COLLATE"))
            cursor.TakeQualifiedName();
        else if (cursor.TakesAny("STORAGE", "COMPRESSION"))
            cursor.TakeName();
        else if (ConstraintReader.Read(table, constraint, name, cursor) is { } added)
            Add(added);
        else
            throw new UnreadException();
    }

    private void Add(ConstraintAdded added)
    {
        constraints.Add(added);
        constraint = null;
        required |= added.Kind == ConstraintKind.PrimaryKey;
    }

    private List<Token>? Expression()
    {
        var first = cursor.TakeGroup();
        var expression = new List<Token>([.. first, .. cursor.TakeUntil(Ends)]);
        return expression is [var only] && only.Is("NULL") ? null : expression;
    }

    private void Generated()
    {
        if (!cursor.Takes("ALWAYS"))
            cursor.Demand("BY", "DEFAULT");
        cursor.Demand("AS");
        if (cursor.Takes("IDENTITY"))
            identity = true;
        else
            stored = true;
        if (cursor.Sees("("))
            cursor.TakeGroup();
        cursor.TakesAny("STORED", "VIRTUAL");
    }
}
