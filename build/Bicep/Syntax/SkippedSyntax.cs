namespace Frostline.Bicep.Syntax;

/// <summary>Where an expression should be: tokens the parser could make nothing of, or none; there is an error that says why.</summary>
internal sealed class SkippedSyntax(IReadOnlyList<Token> tokens, int position) : ExpressionSyntax([.. tokens])
{
    public override TextSpan Span => Children.Count == 0 ? new TextSpan(position, 0) : base.Span;
}

/// <summary>Where a type should be: nothing; there is an error that says so.</summary>
internal sealed class SkippedTypeSyntax(IReadOnlyList<Token> tokens, int position) : TypeSyntax([.. tokens])
{
    public override TextSpan Span => Children.Count == 0 ? new TextSpan(position, 0) : base.Span;
}
