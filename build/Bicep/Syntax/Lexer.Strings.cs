using System.Buffers;
using System.Globalization;

namespace Frostline.Bicep.Syntax;

internal sealed partial class Lexer
{
    private const string UnterminatedString = "The string at this location is not terminated. Terminate the string with a single quote character.";
    private const string UnterminatedByNewLine = "The string at this location is not terminated due to an unexpected new line character.";

    private static readonly SearchValues<char> StringStops = SearchValues.Create("'\\$\r\n");

    private TokenKind Dollars()
    {
        var dollars = 0;
        while (Peek(dollars) == '$') dollars++;
        if (Peek(dollars) == '\'' && Peek(dollars + 1) == '\'' && Peek(dollars + 2) == '\'') return MultiLine(dollars);
        _at += dollars;
        Unrecognized('$');
        return TokenKind.Unrecognized;
    }

    private int QuotesAt(int at)
    {
        var rest = at < _text.Length ? _text.AsSpan(at) : default;
        var quotes = rest.IndexOfAnyExcept('\'');
        return quotes < 0 ? rest.Length : quotes;
    }

    private TokenKind String()
    {
        if (Peek(1) == '\'' && Peek(2) == '\'') return MultiLine(dollars: 0);
        _at++;
        return StringPiece(_tokenStart, isFirst: true);
    }

    private TokenKind StringPiece(int stringStart, bool isFirst)
    {
        while (true)
        {
            var next = _text.AsSpan(_at).IndexOfAny(StringStops);
            if (next < 0)
            {
                _at = _text.Length;
                diagnostics.Error(TextSpan.Between(_tokenStart, _at), "BCP003", UnterminatedString);
                return isFirst ? TokenKind.String : TokenKind.StringRight;
            }

            _at += next;
            switch (_text[_at])
            {
                case '\'':
                    _at++;
                    return isFirst ? TokenKind.String : TokenKind.StringRight;
                case '$' when Peek(1) == '{':
                    _at += 2;
                    _interpolations.Push(new Interpolation(stringStart, dollars: 0));
                    _openLines++;
                    return isFirst ? TokenKind.StringLeft : TokenKind.StringMiddle;
                case '$':
                    _at++;
                    break;
                case '\\' when IsLast(_at):
                    _at++;
                    diagnostics.Error(TextSpan.Between(_at - 1, _at), "BCP005", "The string at this location is not terminated. Complete the escape sequence and terminate the string with a single unescaped quote character.");
                    return isFirst ? TokenKind.String : TokenKind.StringRight;
                case '\\':
                    Escape();
                    break;
                default:
                    diagnostics.Error(TextSpan.Between(_tokenStart, _at), "BCP004", UnterminatedByNewLine);
                    return isFirst ? TokenKind.String : TokenKind.StringRight;
            }
        }
    }

    private bool IsLast(int at) => at + 1 >= _text.Length || _text[at + 1] is '\r' or '\n';

    private void Escape()
    {
        var start = _at++;
        switch (Current)
        {
            case '\\' or '\'' or '$' or 'n' or 'r' or 't':
                _at++;
                break;
            case 'u':
                _at++;
                if (!UnicodeEscape())
                {
                    diagnostics.Error(TextSpan.Between(start, _at), "BCP133", "The unicode escape sequence is not valid. Valid unicode escape sequences range from \\u{0} to \\u{10FFFF}.");
                }

                break;
            default:
                _at++;
                diagnostics.Error(TextSpan.Between(start, _at), "BCP006", "The specified escape sequence is not recognized. Only the following escape sequences are allowed: \"\\$\", \"\\'\", \"\\\\\", \"\\n\", \"\\r\", \"\\t\", \"\\u{...}\".");
                break;
        }
    }

    private bool UnicodeEscape()
    {
        if (Current != '{') return false;
        _at++;
        var digits = _at;
        while (char.IsAsciiHexDigit(Current)) _at++;
        var number = _text.AsSpan(digits, _at - digits);
        if (Current != '}') return false;
        _at++;
        return int.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint) && codePoint is >= 0 and <= 0x10FFFF;
    }

    private TokenKind MultiLine(int dollars)
    {
        _at += dollars + 3;
        return MultiLinePiece(dollars, _tokenStart, isFirst: true);
    }

    private TokenKind MultiLinePiece(int dollars, int stringStart, bool isFirst)
    {
        while (true)
        {
            var next = dollars == 0 ? _text.AsSpan(_at).IndexOf('\'') : _text.AsSpan(_at).IndexOfAny('\'', '$');
            if (next < 0)
            {
                _at = _text.Length;
                diagnostics.Error(TextSpan.Between(stringStart, _at), "BCP140", "The multi-line string at this location is not terminated. Terminate it with \"'''\".");
                return isFirst ? TokenKind.String : TokenKind.StringRight;
            }

            _at += next;
            if (_text[_at] == '\'')
            {
                var quotes = QuotesAt(_at);
                _at += quotes;
                if (quotes >= 3) return isFirst ? TokenKind.String : TokenKind.StringRight;
                continue;
            }

            var found = 0;
            while (Peek(found) == '$') found++;
            _at += found;
            if (found < dollars || Current != '{') continue;
            _at++;
            _interpolations.Push(new Interpolation(stringStart, dollars));
            return isFirst ? TokenKind.StringLeft : TokenKind.StringMiddle;
        }
    }
}
