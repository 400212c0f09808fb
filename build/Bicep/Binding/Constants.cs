using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Expressions that must be worth the same whatever the file is deployed with.</summary>
internal static class Constants
{
    /// <summary>Reports what is no literal; true when all of it is one.</summary>
    public static bool Check(FileModel model, ExpressionSyntax expression)
    {
        switch (expression)
        {
            case StringSyntax { Literal: not null } or IntegerSyntax or BooleanSyntax or NullSyntax or UnarySyntax { Operator: TokenKind.Minus, Operand: IntegerSyntax }:
                return true;
            case SkippedSyntax:
                return false;
            case ParenthesizedSyntax inner:
                return Check(model, inner.Expression);
            case ArraySyntax array:
                return array.Items.Select(item => item is ExpressionSyntax value && Check(model, value)).ToList().TrueForAll(isConstant => isConstant);
            case ObjectSyntax value when value.Members.All(member => member is ObjectPropertySyntax { KeyText: not null }):
                return value.Properties.Select(property => Check(model, property.Value)).ToList().TrueForAll(isConstant => isConstant);
            case UnarySyntax { Operator: TokenKind.Minus } unary:
                model.Error("BCP032", "The value must be a compile-time constant.", unary.Operand.Span);
                return false;
            default:
                model.Error("BCP032", "The value must be a compile-time constant.", expression.Span);
                return false;
        }
    }

    /// <summary>The only argument of a decorator when it is a number.</summary>
    public static long? NumberOf(IReadOnlyList<ExpressionSyntax> arguments) => arguments switch
    {
        [IntegerSyntax { Value: <= long.MaxValue } number] => (long)number.Value,
        [UnarySyntax { Operator: TokenKind.Minus, Operand: IntegerSyntax { Value: <= long.MaxValue } number }] => -(long)number.Value,
        _ => null,
    };

    /// <summary>The type of a literal; <c>any</c> of what is none.</summary>
    public static string KindOf(SyntaxNode expression) => expression switch
    {
        StringSyntax => "string",
        IntegerSyntax or UnarySyntax { Operator: TokenKind.Minus } => "int",
        BooleanSyntax => "bool",
        NullSyntax => "null",
        ArraySyntax => "array",
        ObjectSyntax => "object",
        ParenthesizedSyntax inner => KindOf(inner.Expression),
        _ => "any",
    };
}
