namespace Frostline.Bicep.Syntax;

internal sealed partial class Parser
{
    private static readonly Func<Parser, SyntaxNode> TypeProperty = parser => parser.PropertyOfType();
    private static readonly Func<Parser, SyntaxNode> TupleItem = parser => new TupleItemSyntax(parser.Decorators(), parser.TypeExpression());
    private static readonly Func<Parser, SyntaxNode> TypeArgument = parser => parser.TypeExpression();

    /// <param name="optional">Whether <c>resource</c> alone is a type, as it is of an output.</param>
    private TypeSyntax Type(bool optional = false)
    {
        if (!AtWord("resource") || Peek(1).Kind == TokenKind.Less) return TypeExpression();
        var keyword = Read();
        if (AtString) return new ResourceTypeSyntax(keyword, String());
        if (!optional) Unexpected("BCP068", ExpectedResourceType);
        return new ResourceTypeSyntax(keyword, null);
    }

    private TypeSyntax TypeExpression()
    {
        if (!Enter()) return new SkippedTypeSyntax([], Current.FullStart);
        var elements = Rent();
        var isUnion = AtPipe;
        if (isUnion) Pipe(elements);
        elements.Add(SignedType());
        while (AtPipe)
        {
            isUnion = true;
            Pipe(elements);
            if (At(TokenKind.NewLine)) Unexpected("BCP300", "Expected a type literal at this location. Please specify a concrete value or a reference to a literal type.");
            elements.Add(SignedType());
        }

        Leave();
        return Give(elements, isUnion ? new UnionTypeSyntax(elements) : (TypeSyntax)elements[0]);
    }

    private bool AtPipe => At(TokenKind.Pipe) || (At(TokenKind.NewLine) && PeekPastNewLines().Kind == TokenKind.Pipe);

    private void Pipe(List<SyntaxElement> into)
    {
        NewLines(into);
        into.Add(Read());
    }

    private TypeSyntax SignedType()
    {
        TypeSyntax type = Current.Kind is TokenKind.Minus or TokenKind.Plus or TokenKind.Exclamation
            ? new LiteralTypeSyntax(new UnarySyntax(Read(), Primary(literals: false)))
            : PrimaryType();
        while (Current.Kind is TokenKind.LeftBracket or TokenKind.Dot or TokenKind.Question or TokenKind.Exclamation && type is not SkippedTypeSyntax && !IsTooLong(type))
        {
            type = Current.Kind switch
            {
                TokenKind.LeftBracket => ItemOfType(type, Read()),
                TokenKind.Dot => MemberOfType(type, Read()),
                TokenKind.Question => new NullableTypeSyntax(type, Read()),
                _ => new NonNullTypeSyntax(type, Read()),
            };
        }

        return type;
    }

    private TypeSyntax MemberOfType(TypeSyntax receiver, Token dot)
    {
        var name = At(TokenKind.Star) ? Read() : Name("BCP020", "a function or property name");
        return WithArguments(new TypeAccessSyntax(receiver, dot, name, null));
    }

    private TypeSyntax ItemOfType(TypeSyntax receiver, Token open)
    {
        if (At(TokenKind.RightBracket)) return new ArrayTypeSyntax(receiver, open, Read());
        SyntaxElement selector = At(TokenKind.Star) ? Read() : Expression(literals: false);
        return new TypeAccessSyntax(receiver, open, selector, Expect(TokenKind.RightBracket, "]"));
    }

    private TypeSyntax WithArguments(TypeSyntax name)
    {
        if (!At(TokenKind.Less)) return name;
        var elements = Rent(name);
        elements.Add(Read());
        Arguments(elements, TokenKind.Greater, TypeArgument);
        return Give(elements, new ParameterizedTypeSyntax(elements));
    }

    private TypeSyntax PrimaryType()
    {
        switch (Current.Kind)
        {
            case TokenKind.Integer or TokenKind.True or TokenKind.False or TokenKind.Null or TokenKind.String or TokenKind.StringLeft:
                return new LiteralTypeSyntax(Primary(literals: false));
            case TokenKind.Identifier:
                return WithArguments(new TypeNameSyntax(Read()));
            case TokenKind.LeftBrace:
                return new ObjectTypeSyntax(Elements(Read(), TokenKind.RightBrace, TypeProperty));
            case TokenKind.LeftBracket:
                return new TupleTypeSyntax(Elements(Read(), TokenKind.RightBracket, TupleItem));
            case TokenKind.LeftParenthesis:
                return new ParenthesizedTypeSyntax(Read(), TypeExpression(), Expect(TokenKind.RightParenthesis, ")"));
            case TokenKind.Unrecognized:
                return new SkippedTypeSyntax([Read()], Current.FullStart);
            default:
                Unexpected("BCP279", "Expected a type at this location. Please specify a valid type expression or one of the following types: \"any\", \"array\", \"bool\", \"int\", \"object\", \"string\".");
                return new SkippedTypeSyntax([], Current.FullStart);
        }
    }

    private SyntaxNode PropertyOfType()
    {
        var decorators = Decorators();
        SyntaxElement key;
        if (AtString) key = String();
        else if (Current.Kind is TokenKind.Identifier or TokenKind.Star) key = Read();
        else
        {
            Unexpected("BCP022", "Expected a property name at this location.");
            if (Peek(1).Kind != TokenKind.Colon) return decorators.IsEmpty ? MissingExpression() : decorators;
            key = Read();
        }

        return new TypePropertySyntax(decorators, key, Expect(TokenKind.Colon, ":"), TypeExpression());
    }
}
