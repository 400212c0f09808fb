namespace Frostline.Bicep.Syntax;

internal sealed class BooleanSyntax(Token token) : ExpressionSyntax(token)
{
    public bool Value { get; } = token.Kind == TokenKind.True;
}

internal sealed class IntegerSyntax(Token token, ulong value) : ExpressionSyntax(token)
{
    /// <summary>Without the sign, which is an operator: the smallest 64-bit integer needs one more than a positive can have.</summary>
    public ulong Value { get; } = value;
}

internal sealed class NullSyntax(Token token) : ExpressionSyntax(token);

/// <summary>A string: n + 1 pieces of text around n interpolated expressions.</summary>
internal sealed class StringSyntax(params ReadOnlySpan<SyntaxElement?> parts) : ExpressionSyntax(parts)
{
    /// <summary>The texts, with escapes resolved; always one more than <see cref="Expressions"/>.</summary>
    public IReadOnlyList<string> Segments => field ??= StringContent.Of([.. Children.OfType<Token>().Where(IsPiece)]);

    public IReadOnlyList<ExpressionSyntax> Expressions => field ??= [.. Children.OfType<ExpressionSyntax>()];

    /// <summary>The text of a string without interpolation; null for others.</summary>
    public string? Literal => Segments.Count == 1 ? Segments[0] : null;

    public bool IsMultiLine => StringContent.IsMultiLine((Token)Children[0]);

    /// <summary>Not what was skipped because it made no sense.</summary>
    private static bool IsPiece(Token token) => token.Kind is TokenKind.String or TokenKind.StringLeft or TokenKind.StringMiddle or TokenKind.StringRight;
}
