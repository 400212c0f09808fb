using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Evaluation;

/// <summary>Operators between two values.</summary>
internal static class Operators
{
    public static BicepValue Apply(TokenKind sign, string text, BicepValue left, BicepValue right)
    {
        if (!Fits(sign, left.TypeName, right.TypeName))
        {
            throw Misfit(text, left, right);
        }

        var isEquality = sign is TokenKind.Equal or TokenKind.NotEqual;
        if (left.IsSymbolic || right.IsSymbolic || (isEquality && (left.ContainsSymbolic || right.ContainsSymbolic)))
        {
            return new SymbolicValue($"({left} {text} {right})", left.ContainsSecret || right.ContainsSecret)
            {
                Kind = Result(sign),
                Alternatives = sign == TokenKind.QuestionQuestion ? [left is SymbolicValue symbolic ? symbolic.WithoutNull() : left, right] : [],
            };
        }

        return (sign, left, right) switch
        {
            (TokenKind.Equal, _, _) => new BooleanValue(left.Equals(right)),
            (TokenKind.NotEqual, _, _) => new BooleanValue(!left.Equals(right)),
            (TokenKind.EqualIgnoreCase, StringValue a, StringValue b) => new BooleanValue(a.Value.Equals(b.Value, StringComparison.OrdinalIgnoreCase)),
            (TokenKind.NotEqualIgnoreCase, StringValue a, StringValue b) => new BooleanValue(!a.Value.Equals(b.Value, StringComparison.OrdinalIgnoreCase)),
            (TokenKind.And, BooleanValue a, BooleanValue b) => new BooleanValue(a.Value && b.Value),
            (TokenKind.Or, BooleanValue a, BooleanValue b) => new BooleanValue(a.Value || b.Value),
            (TokenKind.QuestionQuestion, _, _) => left.IsNull ? right : left,
            (TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual, IntegerValue a, IntegerValue b) => Compare(sign, a.Value.CompareTo(b.Value)),
            (TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual, StringValue a, StringValue b) => Compare(sign, string.Compare(a.Value, b.Value, StringComparison.OrdinalIgnoreCase)),
            (_, IntegerValue a, IntegerValue b) => Calculate(sign, a.Value, b.Value),
            _ => throw Misfit(text, left, right),
        };
    }

    // Decimal numbers, which only JSON can bring, are let through.
    private static bool Fits(TokenKind sign, string left, string right)
    {
        return sign switch
        {
            TokenKind.Equal or TokenKind.NotEqual or TokenKind.QuestionQuestion => true,
            TokenKind.And or TokenKind.Or => Both("bool"),
            TokenKind.EqualIgnoreCase or TokenKind.NotEqualIgnoreCase => Both("string"),
            TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => Both("int") || Both("string"),
            _ => Both("int"),
        };

        bool Both(string type) => Is(left, type) && Is(right, type);

        bool Is(string actual, string type) => actual == type || actual is not ("string" or "int" or "bool" or "array" or "object" or "null" or "resource" or "module");
    }

    private static EvaluationException Misfit(string text, BicepValue left, BicepValue right) =>
        new($"Cannot apply operator \"{text}\" to operands of type \"{ValueTypes.Of(left)}\" and \"{ValueTypes.Of(right)}\".{(text == "+" && left.TypeName == "string" && right.TypeName == "string" ? " Use string interpolation instead." : "")}", "BCP045");

    private static string Result(TokenKind sign) => sign switch
    {
        TokenKind.Plus or TokenKind.Minus or TokenKind.Star or TokenKind.Slash or TokenKind.Percent => "int",
        TokenKind.QuestionQuestion => "any",
        _ => "bool",
    };

    private static BooleanValue Compare(TokenKind sign, int order) => new(sign switch
    {
        TokenKind.Less => order < 0,
        TokenKind.LessOrEqual => order <= 0,
        TokenKind.Greater => order > 0,
        _ => order >= 0,
    });

    private static IntegerValue Calculate(TokenKind sign, long left, long right)
    {
        try
        {
            return new IntegerValue(sign switch
            {
                TokenKind.Plus => checked(left + right),
                TokenKind.Minus => checked(left - right),
                TokenKind.Star => checked(left * right),
                TokenKind.Slash => checked(left / right),
                TokenKind.Percent => right == -1 ? 0 : left % right,
                _ => throw new EvaluationException("These operands do not fit the operator.", "BCP045"),
            });
        }
        catch (DivideByZeroException)
        {
            throw new EvaluationException("Division by zero is not supported.", "BCP410");
        }
        catch (OverflowException)
        {
            throw new EvaluationException("The result is larger than a 64-bit integer.");
        }
    }
}
