using System.Globalization;

namespace Frostline.Bicep.Syntax;

internal sealed partial class Parser
{
    private const string ExpectedExpression = "Expected a literal value, an array, an object, a parenthesized expression, or a function call at this location.";

    private static readonly Func<Parser, SyntaxNode> ObjectMember = parser => parser.Member(allowResources: false);
    private static readonly Func<Parser, SyntaxNode> ResourceMember = parser => parser.Member(allowResources: true);
    private static readonly Func<Parser, SyntaxNode> ArrayItem = parser => parser.At(TokenKind.Ellipsis) ? parser.Spread() : parser.Expression();
    private static readonly Func<Parser, SyntaxNode> Argument = parser => parser.Expression();
    private static readonly Func<Parser, SyntaxNode> PlainArgument = parser => parser.Expression(literals: false);

    /// <param name="literals">Whether objects and arrays may be written here; not within a string.</param>
    private ExpressionSyntax Expression(bool literals = true)
    {
        if (!Enter()) return MissingExpression();
        var expression = Binary(precedence: 0, literals);
        if (PeekPastNewLines().Kind == TokenKind.Question) expression = Ternary(expression, literals);
        Leave();
        return expression;
    }

    private TernarySyntax Ternary(ExpressionSyntax condition, bool literals)
    {
        var elements = Rent(condition);
        NewLines(elements);
        elements.Add(Read());
        elements.Add(Expression(literals));
        if (PeekPastNewLines().Kind == TokenKind.Colon) NewLines(elements);
        elements.Add(Expect(TokenKind.Colon, ":"));
        elements.Add(Expression(literals));
        return Give(elements, new TernarySyntax(elements));
    }

    private ExpressionSyntax Binary(int precedence, bool literals)
    {
        var left = Unary(literals);
        while (Precedence(Current.Kind) is var next && next > precedence && !IsTooLong(left))
        {
            var sign = Read();
            left = new BinarySyntax(left, sign, Binary(next, literals));
        }

        return left;
    }

    private static int Precedence(TokenKind kind) => kind switch
    {
        TokenKind.Star or TokenKind.Slash or TokenKind.Percent => 7,
        TokenKind.Plus or TokenKind.Minus => 6,
        TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => 5,
        TokenKind.Equal or TokenKind.NotEqual or TokenKind.EqualIgnoreCase or TokenKind.NotEqualIgnoreCase => 4,
        TokenKind.And => 3,
        TokenKind.Or => 2,
        TokenKind.QuestionQuestion => 1,
        _ => 0,
    };

    private ExpressionSyntax Unary(bool literals)
    {
        if (Current.Kind is not (TokenKind.Exclamation or TokenKind.Minus or TokenKind.Plus)) return Access(Primary(literals), literals);
        var sign = Read();
        return new UnarySyntax(sign, Access(Primary(literals), literals));
    }

    private ExpressionSyntax Access(ExpressionSyntax receiver, bool literals)
    {
        while (Current.Kind is TokenKind.LeftBracket or TokenKind.Dot or TokenKind.ColonColon or TokenKind.Exclamation && receiver is not SkippedSyntax && !IsTooLong(receiver))
        {
            receiver = Current.Kind switch
            {
                TokenKind.LeftBracket => Index(receiver, literals),
                TokenKind.Dot => Property(receiver, literals),
                TokenKind.ColonColon => new ResourceAccessSyntax(receiver, Read(), Name("BCP020", "a function or property name")),
                _ => new NonNullSyntax(receiver, Read()),
            };
        }

        return receiver;
    }

    private ArrayAccessSyntax Index(ExpressionSyntax receiver, bool literals)
    {
        var opening = new List<Token> { Read() };
        if (At(TokenKind.Question)) opening.Add(Read());
        if (At(TokenKind.Hat)) opening.Add(Read());
        if (At(TokenKind.RightBracket)) Unexpected("BCP117", "An empty indexer is not allowed. Specify a valid expression.");
        var index = At(TokenKind.RightBracket) ? MissingExpression() : Expression(literals);
        return new ArrayAccessSyntax(receiver, opening, index, Expect(TokenKind.RightBracket, "]"));
    }

    private ExpressionSyntax Property(ExpressionSyntax receiver, bool literals)
    {
        var dot = Read();
        var question = At(TokenKind.Question) ? Read() : null;
        var name = Name("BCP020", "a function or property name");
        if (!At(TokenKind.LeftParenthesis)) return new PropertyAccessSyntax(receiver, dot, question, name);
        if (question is not null) _diagnostics.Error(question.Span, "BCP322", "The `.?` (safe dereference) operator may not be used on instance function invocations.");
        return new MethodCallSyntax(receiver, question is null ? [dot] : [dot, question], name, Call(literals));
    }

    private CallArguments Call(bool literals)
    {
        var elements = Rent(Read());
        Arguments(elements, TokenKind.RightParenthesis, literals ? Argument : PlainArgument);
        return Give(elements, new CallArguments(elements));
    }

    private ExpressionSyntax Primary(bool literals)
    {
        switch (Current.Kind)
        {
            case TokenKind.Integer:
                return Integer();
            case TokenKind.True or TokenKind.False:
                return new BooleanSyntax(Read());
            case TokenKind.Null:
                return new NullSyntax(Read());
            case TokenKind.String or TokenKind.StringLeft:
                return String();
            case TokenKind.Identifier:
                return Named(literals);
            case TokenKind.LeftParenthesis:
                return IsLambda() ? Lambda(LambdaVariables()) : Parenthesized(literals);
            case TokenKind.LeftBrace or TokenKind.LeftBracket:
                if (!literals) Unexpected("BCP087", "Array and object literals are not allowed here.");
                return At(TokenKind.LeftBrace) ? Object(ObjectMember) : PeekIsFor() ? For(ofResource: false, ObjectMember) : Array();
            case TokenKind.Unrecognized:
                return new SkippedSyntax([Read()], Current.FullStart);
            default:
                Unexpected("BCP009", ExpectedExpression);
                return MissingExpression();
        }
    }

    private IntegerSyntax Integer()
    {
        var negative = _at > 0 && _tokens[_at - 1].Kind == TokenKind.Minus;
        var isValid = ulong.TryParse(Current.Characters, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value <= long.MaxValue + (negative ? 1UL : 0UL);
        if (!isValid) Unexpected("BCP010", "Expected a valid 64-bit signed integer.");
        return new IntegerSyntax(Read(), value);
    }

    private ExpressionSyntax Named(bool literals)
    {
        var name = Read();
        return Current.Kind switch
        {
            TokenKind.LeftParenthesis => new FunctionCallSyntax(name, Call(literals)),
            TokenKind.Arrow => Lambda(new LambdaSignature([new LocalVariableSyntax(name, null)], null)),
            _ => new VariableSyntax(name),
        };
    }

    private bool IsLambda()
    {
        var ahead = 1;
        while (Peek(ahead).Kind is TokenKind.Identifier or TokenKind.Comma or TokenKind.NewLine) ahead++;
        return Peek(ahead).Kind == TokenKind.RightParenthesis && Peek(ahead + 1).Kind == TokenKind.Arrow;
    }

    private LambdaSignature LambdaVariables()
    {
        var elements = Rent(Read());
        Arguments(elements, TokenKind.RightParenthesis, static parser => new LocalVariableSyntax(parser.Name("BCP015", "a variable identifier"), null));
        return new LambdaSignature(elements, null);
    }

    private LambdaSyntax Lambda(LambdaSignature signature)
    {
        var arrow = Expect(TokenKind.Arrow, "=>");
        var newLines = NewLinesBefore(!arrow.IsMissing && !DeclarationWords.Contains(PeekPastNewLines().Text));
        return Placed(new LambdaSyntax(signature, arrow, newLines, Expression()));
    }

    private ParenthesizedSyntax Parenthesized(bool literals)
    {
        var open = Expect(TokenKind.LeftParenthesis, "(");
        if (open.IsMissing && (At(TokenKind.NewLine) || At(TokenKind.LeftBrace) || AtEnd)) return new ParenthesizedSyntax([open, MissingExpression(), Missing(TokenKind.RightParenthesis)]);
        var elements = Rent(open);
        NewLines(elements);
        if (At(TokenKind.RightParenthesis)) Unexpected("BCP243", "Parentheses must contain exactly one expression.");
        elements.Add(At(TokenKind.RightParenthesis) ? MissingExpression() : Expression(literals));
        if (PeekPastNewLines().Kind == TokenKind.RightParenthesis) NewLines(elements);
        if (At(TokenKind.Comma))
        {
            Unexpected("BCP243", "Parentheses must contain exactly one expression.");
            Skip(elements);
        }

        elements.Add(open.IsMissing && !At(TokenKind.RightParenthesis) ? Missing(TokenKind.RightParenthesis) : Expect(TokenKind.RightParenthesis, ")"));
        return Give(elements, new ParenthesizedSyntax(elements));
    }

    private StringSyntax String()
    {
        var first = Read();
        if (first.Kind == TokenKind.String) return new StringSyntax(first);
        var parts = Rent(first);
        var newLines = StringContent.IsMultiLine(first);
        while (true)
        {
            if (newLines) NewLines(parts);
            parts.Add(Expression(literals: false));
            if (newLines) NewLines(parts);
            if (Current.Kind is not (TokenKind.StringMiddle or TokenKind.StringRight or TokenKind.NewLine or TokenKind.EndOfFile))
            {
                Unexpected("BCP064", "Found unexpected tokens in interpolated expression.");
                SkipWithinString(parts);
            }

            if (Current.Kind is not (TokenKind.StringMiddle or TokenKind.StringRight)) break;
            parts.Add(Read());
            if (parts[^1] is Token { Kind: TokenKind.StringRight }) break;
        }

        return Give(parts, new StringSyntax([.. parts]));
    }

    private void SkipWithinString(List<SyntaxElement> parts)
    {
        while (Current.Kind is not (TokenKind.StringMiddle or TokenKind.StringRight or TokenKind.NewLine or TokenKind.EndOfFile))
        {
            Skip(parts);
            if (Current.Kind is TokenKind.RightBrace or TokenKind.RightBracket or TokenKind.RightParenthesis) parts.Add(Read());
        }
    }
}
