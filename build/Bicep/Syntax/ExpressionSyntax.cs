namespace Frostline.Bicep.Syntax;

/// <summary>Whatever has a value.</summary>
internal abstract class ExpressionSyntax(params ReadOnlySpan<SyntaxElement?> children) : SyntaxNode(children);

/// <summary>Whatever is a type.</summary>
internal abstract class TypeSyntax(params ReadOnlySpan<SyntaxElement?> children) : SyntaxNode(children);
