namespace Frostline.Bicep.Syntax;

internal sealed partial class Lexer
{
    private void SkipTrivia()
    {
        while (true)
        {
            switch (Current)
            {
                case ' ' or '\t':
                    _at++;
                    break;
                case '\uFEFF' when _at == 0:
                    _at++;
                    break;
                case '/' when Peek(1) == '/':
                    ToEndOfLine();
                    break;
                case '/' when Peek(1) == '*':
                    BlockComment();
                    break;
                case '#' when IsFirstOfLine() && ReadDirective():
                    break;
                default:
                    return;
            }
        }
    }

    private void ToEndOfLine()
    {
        var length = _text.AsSpan(_at).IndexOfAny('\r', '\n');
        _at = length < 0 ? _text.Length : _at + length;
    }

    private void BlockComment()
    {
        var start = _at;
        var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        _at = end < 0 ? _text.Length : end + 2;
        if (end < 0) diagnostics.Error(TextSpan.Between(start, _at), "BCP002", "The multi-line comment at this location is not terminated. Terminate it with the */ character sequence.");
    }

    private bool IsFirstOfLine()
    {
        if (_tokens.Count > 0 && _tokens[^1].Kind != TokenKind.NewLine) return false;
        var before = _at - 1;
        while (before >= 0 && _text[before] is ' ' or '\t' or '\uFEFF') before--;
        return before < 0 || _text[before] is '\r' or '\n';
    }

    private bool ReadDirective()
    {
        var rest = _text.AsSpan(_at);
        DirectiveKind? kind =
            StartsWith(rest, "#disable-next-line") ? DirectiveKind.DisableNextLine
            : StartsWith(rest, "#disable-diagnostics") ? DirectiveKind.Disable
            : StartsWith(rest, "#restore-diagnostics") ? DirectiveKind.Restore
            : null;
        if (kind is null) return false;
        var start = _at;
        ToEndOfLine();
        var line = _text.AsSpan(start, _at - start);
        var comment = line.IndexOf("//");
        if (comment >= 0) line = line[..comment];
        var words = line.ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 1)
        {
            var form = words[0];
            diagnostics.Error(new TextSpan(start + form.Length, 0), "BCP226", $"Expected at least one diagnostic code at this location. Valid format is \"{form} diagnosticCode1 diagnosticCode2 ...\".");
        }

        _directives.Add(new Directive(kind.Value, new TextSpan(start, line.TrimEnd().Length), words[1..]));
        return true;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string word) =>
        text.StartsWith(word, StringComparison.Ordinal) && (text.Length == word.Length || text[word.Length] is ' ' or '\t' or '\r' or '\n');
}
