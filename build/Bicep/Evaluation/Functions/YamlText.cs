namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>The text of a YAML file and where its reader is.</summary>
internal sealed class YamlText(string text)
{
    private readonly string _text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    private int _lineStart;

    public int At { get; private set; }

    public bool AtEnd => At >= _text.Length || IsDocumentMark(At);

    public int Column => At - _lineStart;

    public char Current => AtEnd ? '\0' : _text[At];

    public char Next => At + 1 < _text.Length ? _text[At + 1] : '\n';

    /// <summary>Nothing but a comment follows on this line.</summary>
    public bool AtLineEnd => AtEnd || Current == '\n' || AtComment;

    /// <summary>The hyphen of a sequence.</summary>
    public bool AtItem => Current == '-' && Next is ' ' or '\t' or '\n';

    private bool AtComment => Current == '#' && (At == 0 || _text[At - 1] is ' ' or '\t' or '\n');

    public char Take()
    {
        var character = Current;
        if (character == '\0' && At >= _text.Length)
        {
            throw Bad("ends too early");
        }

        At++;
        _lineStart = character == '\n' ? At : _lineStart;
        return character;
    }

    public void SkipSpaces()
    {
        while (Current is ' ' or '\t')
        {
            At++;
        }
    }

    /// <summary>Spaces, ends of lines and comments.</summary>
    public void SkipBlank()
    {
        for (SkipSpaces(); !AtEnd && AtLineEnd; SkipSpaces())
        {
            ToLineEnd();
            if (!AtEnd)
            {
                Take();
            }
        }
    }

    public void SkipDocumentStart()
    {
        while (At < _text.Length && _text[At] is '\n' or '#' or '%' or '\uFEFF')
        {
            At = _text[At] is '\n' or '\uFEFF' ? At + 1 : LineEnd(At);
        }

        _lineStart = At;
        if (_text.AsSpan(At).StartsWith("---"))
        {
            At += 3;
        }
    }

    /// <summary>Up to the next space or the end of the line; within brackets up to those, too.</summary>
    public string Word()
    {
        var start = At;
        while (Current is not ('\0' or ' ' or '\t' or '\n' or ',' or ']' or '}' or '[' or '{'))
        {
            At++;
        }

        return _text[start..At];
    }

    /// <summary>The rest of the line, which is taken with its end.</summary>
    public string TakeLine()
    {
        var start = At;
        ToLineEnd();
        var line = _text[start..At];
        if (At < _text.Length)
        {
            At++;
        }

        _lineStart = At;
        return line;
    }

    /// <summary>A name and its colon stand here.</summary>
    public bool AtKey()
    {
        var at = At;
        if (Current is '"' or '\'')
        {
            return AfterQuoted(at) is { } end && IsColon(end);
        }

        for (; Current is not ('[' or '{') && at < _text.Length && _text[at] != '\n' && !(_text[at] == '#' && at > 0 && _text[at - 1] is ' ' or '\t'); at++)
        {
            if (IsColon(at))
            {
                return true;
            }
        }

        return false;
    }

    // A quote within single quotes is written twice, one within double quotes after a backslash.
    private int? AfterQuoted(int at)
    {
        var quote = _text[at];
        for (at++; at < _text.Length && _text[at] != '\n'; at++)
        {
            if (_text[at] == '\\' && quote == '"')
            {
                at++;
            }
            else if (_text[at] == quote && (quote == '"' || at + 1 == _text.Length || _text[at + 1] != quote))
            {
                for (at++; at < _text.Length && _text[at] == ' ';)
                {
                    at++;
                }

                return at;
            }
            else if (_text[at] == quote)
            {
                at++;
            }
        }

        return null;
    }

    /// <summary>The colon that ends a name, not one within a word.</summary>
    public bool AtColon => IsColon(At);

    public EvaluationException Bad(string fact) =>
        new($"Line {_text.AsSpan(0, Math.Min(At, _text.Length)).Count('\n') + 1} of the YAML {fact}.", "BCP340");

    private bool IsColon(int at) => at < _text.Length && _text[at] == ':' && (at + 1 == _text.Length || _text[at + 1] is ' ' or '\t' or '\n');

    private bool IsDocumentMark(int at) => at == _lineStart && _text.AsSpan(at) is var rest && (rest.StartsWith("---") || rest.StartsWith("...")) && (rest.Length == 3 || rest[3] is ' ' or '\n');

    private void ToLineEnd() => At = LineEnd(At);

    private int LineEnd(int from) => _text.IndexOf('\n', from) is >= 0 and var end ? end : _text.Length;
}
