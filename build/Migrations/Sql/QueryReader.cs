namespace Frostline.Migrations.Sql;

/// <summary>Reads SELECT, VALUES and WITH; the latter may change rows too.</summary>
internal static class QueryReader
{
    private static readonly string[] Verbs = ["INSERT", "UPDATE", "DELETE", "MERGE"];

    public static IReadOnlyList<SchemaChange> Read(Cursor cursor)
    {
        var tokens = cursor.Rest();
        var changes = new List<SchemaChange> { new Queried(FunctionCalls.Unknown(tokens), From(tokens)) };
        for (var index = 0; index < tokens.Count; index++)
        {
            if (Verbs.FirstOrDefault(tokens[index].Is) is { } verb && Begins(tokens, index))
                changes.AddRange(RowsReader.Read(verb, new Cursor([.. Within(tokens, index + 1)])));
            if (tokens[index].Is("INTO") && index > 0 && !Verbs.Any(tokens[index - 1].Is))
                throw new UnreadException();
        }

        return changes;
    }

    /// <summary>ON CONFLICT DO UPDATE and FOR UPDATE begin nothing.</summary>
    private static bool Begins(IReadOnlyList<Token> tokens, int index) => index > 0 && (tokens[index - 1].Is("(") || tokens[index - 1].Is(")"));

    /// <summary>Up to the bracket that closes the query.</summary>
    private static IEnumerable<Token> Within(IReadOnlyList<Token> tokens, int start)
    {
        var depth = 0;
        return tokens.Skip(start).TakeWhile(token => (depth += token.Is("(") ? 1 : token.Is(")") ? -1 : 0) >= 0);
    }

    private static string? From(IReadOnlyList<Token> tokens)
    {
        var from = tokens.ToList().FindIndex(token => token.Is("FROM"));
        if (from < 0 || from + 1 >= tokens.Count || !tokens[from + 1].IsName)
            return null;
        var name = new Cursor([.. tokens.Skip(from + 1)]);
        var table = name.TakeQualifiedName();
        return name.Sees("(") ? null : table;
    }
}
