namespace Frostline.Bicep.Syntax;

internal sealed class ParenthesizedSyntax(List<SyntaxElement> elements) : ExpressionSyntax(Adopt(elements))
{
    public ExpressionSyntax Expression => field ??= Children.OfType<ExpressionSyntax>().First();
}

/// <summary><c>!x</c>, <c>-x</c> or <c>+x</c>.</summary>
internal sealed class UnarySyntax(Token sign, ExpressionSyntax operand) : ExpressionSyntax(sign, operand)
{
    public TokenKind Operator { get; } = sign.Kind;

    public ExpressionSyntax Operand { get; } = operand;
}

/// <summary>Any operator between two operands, <c>??</c>, <c>=~</c> and <c>!~</c> among them.</summary>
internal sealed class BinarySyntax(ExpressionSyntax left, Token sign, ExpressionSyntax right) : ExpressionSyntax(left, sign, right)
{
    public ExpressionSyntax Left { get; } = left;

    public TokenKind Operator { get; } = sign.Kind;

    public Token OperatorToken { get; } = sign;

    public ExpressionSyntax Right { get; } = right;
}

/// <summary><c>condition ? whenTrue : whenFalse</c>.</summary>
internal sealed class TernarySyntax(List<SyntaxElement> elements) : ExpressionSyntax(Adopt(elements))
{
    public ExpressionSyntax Condition => (ExpressionSyntax)Children[0];

    public ExpressionSyntax WhenTrue => field ??= Children.OfType<ExpressionSyntax>().ElementAt(1);

    public ExpressionSyntax WhenFalse => (ExpressionSyntax)Children[^1];
}

/// <summary><c>x!</c>: the author's word that it is not null.</summary>
internal sealed class NonNullSyntax(ExpressionSyntax operand, Token exclamation) : ExpressionSyntax(operand, exclamation)
{
    public ExpressionSyntax Operand { get; } = operand;
}

/// <summary><c>item =&gt; body</c> or <c>(a, b) =&gt; body</c>; of a <c>func</c> declaration: <c>(a string) string =&gt; body</c>.</summary>
internal sealed class LambdaSyntax(LambdaSignature signature, Token arrow, Token[] newLines, ExpressionSyntax body) : ExpressionSyntax([signature, arrow, .. newLines, body])
{
    public LambdaSignature Signature { get; } = signature;

    public IReadOnlyList<LocalVariableSyntax> Variables => Signature.Variables;

    /// <summary>What a declared function says it returns; null for a lambda, which says nothing.</summary>
    public TypeSyntax? ReturnType => Signature.ReturnType;

    public ExpressionSyntax Body { get; } = body;
}

internal sealed class LambdaSignature(List<SyntaxElement> elements, TypeSyntax? returnType) : SyntaxNode([.. elements, returnType])
{
    public IReadOnlyList<LocalVariableSyntax> Variables => field ??= [.. Children.OfType<LocalVariableSyntax>()];

    public TypeSyntax? ReturnType { get; } = returnType;
}

/// <summary>A name that lives within a lambda or a loop.</summary>
internal sealed class LocalVariableSyntax(Token name, TypeSyntax? type) : SyntaxNode(name, type)
{
    public Token Name { get; } = name;

    /// <summary>Null except for a parameter of a declared function.</summary>
    public TypeSyntax? Type { get; } = type;
}

/// <summary><c>if (condition) { … }</c>, the body of a resource or module, or of the loop that makes several.</summary>
internal sealed class IfSyntax(Token keyword, ExpressionSyntax condition, ExpressionSyntax body) : ExpressionSyntax(keyword, condition, body)
{
    public ExpressionSyntax Condition { get; } = condition;

    public ExpressionSyntax Body { get; } = body;
}

/// <summary><c>[for item in items: body]</c> or <c>[for (item, index) in items: body]</c>.</summary>
internal sealed class ForSyntax(List<SyntaxElement> elements, ExpressionSyntax items, ExpressionSyntax body) : ExpressionSyntax(Adopt(elements))
{
    public LocalVariableSyntax? Item => Children.OfType<LocalVariableSyntax>().FirstOrDefault();

    public LocalVariableSyntax? Index => Children.OfType<LocalVariableSyntax>().ElementAtOrDefault(1);

    public ExpressionSyntax Items { get; } = items;

    /// <summary>An <see cref="IfSyntax"/> makes it a filter.</summary>
    public ExpressionSyntax Body { get; } = body;
}
