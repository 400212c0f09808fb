namespace Frostline.Bicep.Syntax;

internal sealed partial class Parser
{
    private ExpressionSyntax Object(Func<Parser, SyntaxNode> member)
    {
        var open = Expect(TokenKind.LeftBrace, "{");
        if (open.IsMissing) return MissingExpression();
        var elements = Elements(open, TokenKind.RightBrace, member);
        return Give(elements, new ObjectSyntax(elements));
    }

    private SyntaxNode Member(bool allowResources)
    {
        if (At(TokenKind.Ellipsis)) return Spread();
        if (allowResources && (At(TokenKind.At) || (AtWord("resource") && Peek(1).Kind == TokenKind.Identifier))) return NestedResource();
        SyntaxElement key;
        if (AtString) key = String();
        else if (At(TokenKind.Identifier)) key = Read();
        else
        {
            Unexpected("BCP022", "Expected a property name at this location.");
            if (Peek(1).Kind != TokenKind.Colon) return MissingExpression();
            key = Read();
        }

        return new ObjectPropertySyntax(key, Expect(TokenKind.Colon, ":"), Expression());
    }

    private SyntaxNode NestedResource()
    {
        if (!Enter()) return MissingExpression();
        var decorators = Decorators();
        SyntaxNode result;
        if (AtWord("resource")) result = Resource(decorators);
        else
        {
            Unexpected("BCP153", "Expected a resource or module declaration after the decorator.");
            result = decorators;
        }

        Leave();
        return result;
    }

    private SpreadSyntax Spread() => Placed(new SpreadSyntax(Read(), Expression()));

    private ArraySyntax Array()
    {
        var elements = Elements(Read(), TokenKind.RightBracket, ArrayItem);
        return Give(elements, new ArraySyntax(elements));
    }

    private bool PeekIsFor()
    {
        var ahead = 1;
        while (Peek(ahead).Kind == TokenKind.NewLine) ahead++;
        return Peek(ahead).Is("for");
    }

    private ForSyntax For(bool ofResource, Func<Parser, SyntaxNode> member)
    {
        var elements = Rent(Read());
        NewLines(elements);
        elements.Add(ExpectWord("for"));
        LoopVariables(elements);
        elements.Add(ExpectWord("in"));
        var items = Expression();
        elements.Add(items);
        elements.Add(Expect(TokenKind.Colon, ":"));
        var body = ofResource ? LoopedBody(member) : Expression();
        elements.Add(body);
        if (PeekPastNewLines().Kind == TokenKind.RightBracket) NewLines(elements);
        elements.Add(Expect(TokenKind.RightBracket, "]"));
        return Give(elements, Placed(new ForSyntax(elements, items, body)));
    }

    private void LoopVariables(List<SyntaxElement> into)
    {
        if (!At(TokenKind.LeftParenthesis))
        {
            into.Add(new LocalVariableSyntax(Name("BCP162", "a loop item variable identifier or \"(\""), null));
            return;
        }

        var open = Current.Span;
        into.Add(Read());
        Arguments(into, TokenKind.RightParenthesis, static parser => new LocalVariableSyntax(parser.Name("BCP163", "a loop index variable identifier"), null));
        var count = into.OfType<LocalVariableSyntax>().Count();
        if (count != 2) _diagnostics.Error(open, "BCP249", $"Expected loop variable block to consist of exactly 2 elements (item variable and index variable), but found {count}.");
    }

    private ExpressionSyntax LoopedBody(Func<Parser, SyntaxNode> member)
    {
        if (At(TokenKind.LeftBrace)) return Object(member);
        if (AtWord("if")) return If(member);
        Unexpected("BCP167", "Expected the \"{\" character or the \"if\" keyword at this location.");
        return MissingExpression();
    }

    private IfSyntax If(Func<Parser, SyntaxNode> member) => new(Read(), Parenthesized(literals: true), Object(member));
}
