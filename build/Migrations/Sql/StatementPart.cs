namespace Frostline.Migrations.Sql;

/// <summary>The statement that is being read.</summary>
internal sealed class StatementPart
{
    private readonly Stack<Token> brackets = [];
    private List<Token> tokens = [];
    private List<string> comments = [];
    private int bodies;

    public bool EndsWith(Token token) => token.Is(";") && brackets.Count == 0 && bodies == 0;

    public void Add(Token token)
    {
        if (token.Kind == TokenKind.Comment)
        {
            comments.Add(token.Text);
            return;
        }

        if (token.Is("(") || token.Is("["))
            brackets.Push(token);
        else if (token.Is(")") || token.Is("]"))
            Match(token);
        else if (MakesRoutine)
            bodies += token.Is("BEGIN") || (bodies > 0 && token.Is("CASE")) ? 1 : bodies > 0 && token.Is("END") ? -1 : 0;
        tokens.Add(token);
    }

    /// <returns>Null for an empty statement.</returns>
    public Statement? Close(string text)
    {
        // Comments before nothing belong to what follows.
        if (tokens.Count == 0)
            return null;
        var statement = new Statement(text[tokens[0].Offset..tokens[^1].End], tokens[0].Line, tokens) { Comments = comments };
        (tokens, comments) = ([], []);
        return statement;
    }

    public Statement? End(string text) =>
        brackets.TryPeek(out var open) ? throw new SqlException(open.Line, open.Column, $"'{open}' is not closed.")
        : bodies > 0 ? throw new SqlException(tokens[0].Line, tokens[0].Column, "the body of the function does not end. Close it with END.")
        : Close(text);

    private bool MakesRoutine =>
        tokens.Count > 1 && tokens[0].Is("CREATE")
        && tokens.Skip(1).Take(3).Any(token => token.Is("FUNCTION") || token.Is("PROCEDURE"));

    private void Match(Token closing)
    {
        if (!brackets.TryPop(out var open))
            throw new SqlException(closing.Line, closing.Column, $"'{closing}' closes nothing.");
        if (open.Is("(") != closing.Is(")"))
            throw new SqlException(closing.Line, closing.Column, $"'{closing}' closes '{open}' of line {open.Line}, column {open.Column}.");
    }
}
