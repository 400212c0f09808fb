using System.Buffers;

namespace Frostline.Bicep.Syntax;

/// <summary>Cuts a text into tokens, all of it: what stands between two tokens belongs to the second.</summary>
internal sealed partial class Lexer(SourceText source, DiagnosticBag diagnostics)
{
    public const int LongestIdentifier = 255;

    private static readonly SearchValues<char> IdentifierCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly string _text = source.Text;
    private readonly List<Token> _tokens = new((source.Text.Length / 5) + 1);
    private readonly List<Directive> _directives = [];
    private readonly Stack<Interpolation> _interpolations = new();
    private int _at;
    private int _tokenStart;

    /// <summary>How many of the open strings must end on their line.</summary>
    private int _openLines;

    public IReadOnlyList<Directive> Directives => _directives;

    /// <summary>The tokens; the last, and only the last, is the end of the file.</summary>
    public List<Token> Tokenize()
    {
        Token token;
        do
        {
            var fullStart = _at;
            SkipTrivia();
            _tokenStart = _at;
            var kind = Next();
            token = new Token(source, kind, fullStart, TextSpan.Between(_tokenStart, _at));
            _tokens.Add(token);
        }
        while (token.Kind != TokenKind.EndOfFile);

        return _tokens;
    }

    private char Current => Peek(0);

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private TokenKind Next()
    {
        if (_at >= _text.Length) return EndOfFile();
        var character = _text[_at];
        if (char.IsAsciiLetter(character) || character == '_') return Identifier();
        if (char.IsAsciiDigit(character)) return Integer();
        switch (character)
        {
            case '\r' or '\n': return NewLine();
            case '\'': return String();
            case '$': return Dollars();
            case '{': return OpenBrace();
            case '}': return CloseBrace();
            default: return Symbol(character);
        }
    }

    private TokenKind EndOfFile()
    {
        if (_interpolations.TryPeek(out var open)) diagnostics.Error(TextSpan.Between(open.StringStart, _at), "BCP003", UnterminatedString);
        return TokenKind.EndOfFile;
    }

    private TokenKind Identifier()
    {
        var length = _text.AsSpan(_at).IndexOfAnyExcept(IdentifierCharacters);
        _at = length < 0 ? _text.Length : _at + length;
        if (_at - _tokenStart > LongestIdentifier)
        {
            diagnostics.Error(TextSpan.Between(_tokenStart, _at), "BCP024", $"The identifier exceeds the limit of {LongestIdentifier}. Reduce the length of the identifier.");
        }

        return _text.AsSpan(_tokenStart, _at - _tokenStart) switch
        {
            "true" => TokenKind.True,
            "false" => TokenKind.False,
            "null" => TokenKind.Null,
            _ => TokenKind.Identifier,
        };
    }

    private TokenKind Integer()
    {
        while (char.IsAsciiDigit(Current)) _at++;
        return TokenKind.Integer;
    }

    private TokenKind NewLine()
    {
        while (Current is '\r' or '\n') _at++;
        if (_openLines > 0)
        {
            diagnostics.Error(TextSpan.Between(_interpolations.Peek().StringStart, _tokenStart), "BCP004", UnterminatedByNewLine);
            _interpolations.Clear();
            _openLines = 0;
        }

        return TokenKind.NewLine;
    }

    private TokenKind OpenBrace()
    {
        _at++;
        if (_interpolations.TryPeek(out var open)) open.Braces++;
        return TokenKind.LeftBrace;
    }

    private TokenKind CloseBrace()
    {
        _at++;
        if (!_interpolations.TryPeek(out var open)) return TokenKind.RightBrace;
        if (open.Braces > 0)
        {
            open.Braces--;
            return TokenKind.RightBrace;
        }

        _interpolations.Pop();
        if (open.IsMultiLine) return MultiLinePiece(open.Dollars, open.StringStart, isFirst: false);
        _openLines--;
        return StringPiece(open.StringStart, isFirst: false);
    }

    private TokenKind Symbol(char character)
    {
        var (kind, length) = (character, Peek(1)) switch
        {
            ('.', '.') when Peek(2) == '.' => (TokenKind.Ellipsis, 3),
            ('=', '>') => (TokenKind.Arrow, 2),
            ('=', '=') => (TokenKind.Equal, 2),
            ('=', '~') => (TokenKind.EqualIgnoreCase, 2),
            ('!', '=') => (TokenKind.NotEqual, 2),
            ('!', '~') => (TokenKind.NotEqualIgnoreCase, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('&', '&') => (TokenKind.And, 2),
            ('|', '|') => (TokenKind.Or, 2),
            ('?', '?') => (TokenKind.QuestionQuestion, 2),
            (':', ':') => (TokenKind.ColonColon, 2),
            ('@', _) => (TokenKind.At, 1),
            ('(', _) => (TokenKind.LeftParenthesis, 1),
            (')', _) => (TokenKind.RightParenthesis, 1),
            ('[', _) => (TokenKind.LeftBracket, 1),
            (']', _) => (TokenKind.RightBracket, 1),
            (',', _) => (TokenKind.Comma, 1),
            ('.', _) => (TokenKind.Dot, 1),
            ('?', _) => (TokenKind.Question, 1),
            (':', _) => (TokenKind.Colon, 1),
            ('=', _) => (TokenKind.Assignment, 1),
            ('+', _) => (TokenKind.Plus, 1),
            ('-', _) => (TokenKind.Minus, 1),
            ('*', _) => (TokenKind.Star, 1),
            ('/', _) => (TokenKind.Slash, 1),
            ('%', _) => (TokenKind.Percent, 1),
            ('^', _) => (TokenKind.Hat, 1),
            ('!', _) => (TokenKind.Exclamation, 1),
            ('<', _) => (TokenKind.Less, 1),
            ('>', _) => (TokenKind.Greater, 1),
            ('|', _) => (TokenKind.Pipe, 1),
            _ => (TokenKind.Unrecognized, char.IsSurrogatePair(character, Peek(1)) ? 2 : 1),
        };
        _at += length;
        if (kind == TokenKind.Unrecognized) Unrecognized(character);
        return kind;
    }

    private void Unrecognized(char character)
    {
        var span = TextSpan.Between(_tokenStart, _at);
        if (character == '"') diagnostics.Error(span, "BCP103", "The following token is not recognized: \"\"\". Strings are defined using single quotes in bicep.");
        else diagnostics.Error(span, "BCP001", $"The following token is not recognized: \"{source.Slice(span)}\".");
    }

    /// <summary>A string that is open while an expression within it is read.</summary>
    private sealed class Interpolation(int stringStart, int dollars)
    {
        public int StringStart => stringStart;

        /// <summary>How many introduce an expression; 0 for a string of one line.</summary>
        public int Dollars => dollars;

        public bool IsMultiLine => dollars > 0;

        public int Braces { get; set; }
    }
}
