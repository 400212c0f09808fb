namespace Frostline.Bicep.Syntax;

internal sealed class VariableSyntax(Token name) : ExpressionSyntax(name)
{
    public Token Name { get; } = name;
}

internal sealed class CallArguments(List<SyntaxElement> elements) : SyntaxNode(Adopt(elements))
{
    public IReadOnlyList<ExpressionSyntax> Items => field ??= [.. Children.OfType<ExpressionSyntax>()];
}

/// <summary><c>name(arguments)</c>.</summary>
internal sealed class FunctionCallSyntax(Token name, CallArguments arguments) : ExpressionSyntax(name, arguments)
{
    public Token Name { get; } = name;

    public IReadOnlyList<ExpressionSyntax> Arguments => ArgumentList.Items;

    public CallArguments ArgumentList { get; } = arguments;
}

/// <summary><c>base.name(arguments)</c>: a function of a namespace or of a resource (<c>vault.getSecret('x')</c>).</summary>
internal sealed class MethodCallSyntax(ExpressionSyntax receiver, IReadOnlyList<Token> dot, Token name, CallArguments arguments) : ExpressionSyntax([receiver, .. dot, name, arguments])
{
    public ExpressionSyntax Receiver { get; } = receiver;

    public Token Name { get; } = name;

    public IReadOnlyList<ExpressionSyntax> Arguments => ArgumentList.Items;

    public CallArguments ArgumentList { get; } = arguments;
}

/// <summary><c>base.name</c> or <c>base.?name</c>.</summary>
internal sealed class PropertyAccessSyntax(ExpressionSyntax receiver, Token dot, Token? question, Token name) : ExpressionSyntax(receiver, dot, question, name)
{
    public ExpressionSyntax Receiver { get; } = receiver;

    /// <summary>Whether it is null, not an error, where the property is absent.</summary>
    public bool IsSafe { get; } = question is not null;

    public Token Name { get; } = name;
}

/// <summary><c>base[index]</c>, <c>base[?index]</c> or, counted from the end, <c>base[^index]</c>.</summary>
internal sealed class ArrayAccessSyntax(ExpressionSyntax receiver, IReadOnlyList<Token> opening, ExpressionSyntax index, Token close) : ExpressionSyntax([receiver, .. opening, index, close])
{
    public ExpressionSyntax Receiver { get; } = receiver;

    public ExpressionSyntax Index { get; } = index;

    /// <summary>Whether it is null, not an error, where the item is absent.</summary>
    public bool IsSafe { get; } = opening.Any(token => token.Kind == TokenKind.Question);

    /// <summary>Whether the index counts from the end, 1 being the last.</summary>
    public bool FromEnd { get; } = opening.Any(token => token.Kind == TokenKind.Hat);
}

/// <summary><c>parent::name</c>: a resource declared within another.</summary>
internal sealed class ResourceAccessSyntax(ExpressionSyntax receiver, Token colons, Token name) : ExpressionSyntax(receiver, colons, name)
{
    public ExpressionSyntax Receiver { get; } = receiver;

    public Token Name { get; } = name;
}
