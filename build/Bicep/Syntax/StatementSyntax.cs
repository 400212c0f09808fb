namespace Frostline.Bicep.Syntax;

/// <summary>One declaration of a file, with the decorators before it.</summary>
internal abstract class StatementSyntax(DecoratorList decorators, params ReadOnlySpan<SyntaxElement?> children) : SyntaxNode([decorators.IsEmpty ? null : decorators, .. children])
{
    public IReadOnlyList<DecoratorSyntax> Decorators { get; } = decorators.Items;

    /// <summary>The word it begins with; null where there is none.</summary>
    public Token? Keyword => Children.OfType<Token>().FirstOrDefault();
}

/// <summary>A statement that gives something a name.</summary>
internal abstract class DeclarationSyntax(DecoratorList decorators, Token name, params ReadOnlySpan<SyntaxElement?> children) : StatementSyntax(decorators, children)
{
    public Token Name { get; } = name;
}

/// <summary>The decorators of one declaration, with the new lines after each.</summary>
internal sealed class DecoratorList(List<SyntaxElement> elements) : SyntaxNode(Adopt(elements))
{
    /// <summary>Shared: an empty list is no child of anything.</summary>
    public static DecoratorList None { get; } = new([]);

    public IReadOnlyList<DecoratorSyntax> Items => field ??= [.. Children.OfType<DecoratorSyntax>()];

    public bool IsEmpty => Children.Count == 0;
}

/// <summary><c>@secure()</c>, <c>@sys.description('…')</c>.</summary>
internal sealed class DecoratorSyntax(Token at, ExpressionSyntax expression) : SyntaxNode(at, expression)
{
    /// <summary>A <see cref="FunctionCallSyntax"/> or <see cref="MethodCallSyntax"/> when the file is valid.</summary>
    public ExpressionSyntax Expression { get; } = expression;

    /// <summary>The function's name without its namespace; empty when it is not a call.</summary>
    public string Name => Expression switch { FunctionCallSyntax call => call.Name.Text, MethodCallSyntax call => call.Name.Text, _ => "" };

    public IReadOnlyList<ExpressionSyntax> Arguments => Expression switch { FunctionCallSyntax call => call.Arguments, MethodCallSyntax call => call.Arguments, _ => [] };
}

/// <summary>A line that is no statement; there is an error that says why.</summary>
internal sealed class SkippedStatementSyntax(DecoratorList decorators, IReadOnlyList<Token> tokens, int position) : StatementSyntax(decorators, [.. tokens])
{
    public override TextSpan Span => Children.Count == 0 ? new TextSpan(position, 0) : base.Span;
}
