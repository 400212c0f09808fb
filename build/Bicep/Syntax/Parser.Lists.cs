namespace Frostline.Bicep.Syntax;

internal sealed partial class Parser
{
    /// <summary>Elements separated by new lines or commas, as in objects, arrays and their types.</summary>
    private List<SyntaxElement> Elements(Token open, TokenKind close, Func<Parser, SyntaxNode> parse)
    {
        var elements = Rent(open);
        NewLines(elements);
        while (!AtEnd && !At(close) && !AtStatementInstead(parse))
        {
            var (start, errors) = (_at, _diagnostics.Count);
            elements.Add(parse(this));
            if (At(TokenKind.Comma) && _at > start)
            {
                elements.Add(Read());
                if (At(TokenKind.NewLine)) _diagnostics.Error(new TextSpan(Current.Span.Start, 0), "BCP238", "Unexpected new line character after a comma.");
            }
            else if (!At(TokenKind.NewLine) && !At(close) && !AtEnd && !AtStatementInstead(parse))
            {
                SkipElement(elements, start, errors);
            }

            NewLines(elements);
        }

        elements.Add(Expect(close, close == TokenKind.RightBrace ? "}" : "]"));
        return elements;
    }

    /// <summary>Elements separated by commas, with new lines around them as one likes, as in calls.</summary>
    private void Arguments(List<SyntaxElement> elements, TokenKind close, Func<Parser, SyntaxNode> parse)
    {
        NewLines(elements);
        while (!AtEnd && !At(close) && !AtNextStatement())
        {
            var (start, errors) = (_at, _diagnostics.Count);
            elements.Add(parse(this));
            if (At(TokenKind.NewLine) && PeekPastNewLines().Kind == TokenKind.Comma) NewLines(elements);
            if (At(TokenKind.NewLine))
            {
                var after = PeekPastNewLines().Kind;
                if (after != close)
                {
                    if (after == TokenKind.EndOfFile || IsPropertyAfterNewLine()) break;
                    if (_diagnostics.Count == errors) Unexpected("BCP237", "Expected a comma character at this location.");
                }
            }
            else if (At(TokenKind.Comma) && _at > start)
            {
                elements.Add(Read());
                NewLines(elements);
                if (At(close)) elements.Add(parse(this));
            }
            else if (!At(close) && !AtEnd && !AtNextStatement())
            {
                SkipElement(elements, start, errors);
            }

            NewLines(elements);
        }

        elements.Add(Expect(close, close == TokenKind.RightParenthesis ? ")" : ">"));
    }

    private void SkipElement(List<SyntaxElement> elements, int start, int errors)
    {
        Leftover(errors, "BCP236", "Expected a new line or comma character at this location.");
        Skip(elements);
        if (_at == start) elements.Add(Read());
    }

    private bool AtStatementInstead(Func<Parser, SyntaxNode> parse) => AtNextStatement() && !(parse == ResourceMember && AtWord("resource"));

    private bool IsPropertyAfterNewLine()
    {
        var ahead = 0;
        while (Peek(ahead).Kind == TokenKind.NewLine) ahead++;
        return AtNextStatement(ahead) || (Peek(ahead).Kind == TokenKind.Identifier && Peek(ahead + 1).Kind == TokenKind.Colon);
    }
}
