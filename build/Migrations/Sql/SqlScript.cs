namespace Frostline.Migrations.Sql;

/// <summary>Several statements in one text.</summary>
internal static class SqlScript
{
    /// <summary>Parts a script where its semicolons end statements: not within brackets (rules), nor within the body of a function in standard SQL.</summary>
    /// <exception cref="SqlException">PostgreSQL could not read it either; with line and column.</exception>
    public static IReadOnlyList<Statement> Split(string text)
    {
        var statements = new List<Statement>();
        var part = new StatementPart();
        foreach (var token in Tokenizer.Read(text))
        {
            if (!part.EndsWith(token))
                part.Add(token);
            else if (part.Close(text) is { } statement)
                statements.Add(statement);
        }

        if (part.End(text) is { } last)
            statements.Add(last);
        return statements;
    }
}
