namespace Frostline.Bicep.Syntax;

/// <summary>A word of the language, with the white space, comments and directives that stand before it.</summary>
internal sealed class Token(SourceText source, TokenKind kind, int fullStart, TextSpan span) : SyntaxElement
{
    private string? _text;

    public TokenKind Kind { get; } = kind;

    /// <summary>Where the trivia before it begins, which is where the token before it ended.</summary>
    public int FullStart { get; } = fullStart;

    public override TextSpan Span { get; } = span;

    public override int Depth => 0;

    /// <summary>Whether the parser put it there because the file lacks it; its span is empty then.</summary>
    public bool IsMissing => Span.Length == 0 && Kind != TokenKind.EndOfFile;

    public ReadOnlySpan<char> Characters => source.Slice(Span);

    public string Text => _text ??= Characters.ToString();

    /// <summary>The white space, comments and directives before it.</summary>
    public ReadOnlySpan<char> Trivia => source.Slice(TextSpan.Between(FullStart, Span.Start));

    public bool Is(string word) => Kind == TokenKind.Identifier && Characters.SequenceEqual(word);

    public override string ToString() => Text;
}
