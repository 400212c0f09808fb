using System.Globalization;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>
/// Reads the YAML that configuration is written in: block mappings and sequences, plain and quoted scalars, literal and folded
/// blocks, JSON within. Anchors, tags and several documents are errors that say so.
/// </summary>
internal sealed class YamlReader
{
    private readonly List<(int Indent, string Text, int Number)> _lines = [];
    private readonly string[] _raw;
    private int _at;

    private YamlReader(string text)
    {
        _raw = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        for (var i = 0; i < _raw.Length; i++)
        {
            var line = StripComment(_raw[i]).TrimEnd();
            var content = line.TrimStart(' ');
            if (content.Length > 0 && content != "---")
            {
                _lines.Add((line.Length - content.Length, content, i));
            }
        }
    }

    public static BicepValue Read(string text)
    {
        var reader = new YamlReader(text);
        var value = reader.Block(0);
        return reader._at < reader._lines.Count ? throw reader.Bad("is not indented like the lines before it") : value;
    }

    private BicepValue Block(int indent)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EvaluationException("The YAML is nested too deeply.");
        }

        if (_at >= _lines.Count || _lines[_at].Indent < indent)
        {
            return BicepValue.Null;
        }

        var (at, text, _) = _lines[_at];
        if (text.StartsWith("- ", StringComparison.Ordinal) || text == "-")
        {
            return Sequence(at);
        }

        if (KeyEnd(text) >= 0)
        {
            return Mapping(at);
        }

        _at++;
        return Scalar(text);
    }

    private ArrayValue Sequence(int indent)
    {
        var items = new List<BicepValue>();
        while (_at < _lines.Count && _lines[_at].Indent == indent && (_lines[_at].Text.StartsWith("- ", StringComparison.Ordinal) || _lines[_at].Text == "-"))
        {
            var (_, text, number) = _lines[_at];
            var rest = text[1..].TrimStart();
            if (rest.Length == 0)
            {
                _at++;
                items.Add(Block(indent + 1));
            }
            else
            {
                _lines[_at] = (indent + text.Length - rest.Length, rest, number);
                items.Add(IsBlockText(rest) ? BlockText(indent) : Block(indent + 1));
            }
        }

        return new ArrayValue(items);
    }

    private ObjectValue Mapping(int indent)
    {
        var members = new List<BicepMember>();
        while (_at < _lines.Count && _lines[_at].Indent == indent && KeyEnd(_lines[_at].Text) is >= 0 and var end)
        {
            var (_, text, number) = _lines[_at];
            var key = Scalar(text[..end].Trim());
            var rest = text[(end + 1)..].Trim();
            if (rest.Length == 0)
            {
                _at++;
                var isSequenceBeside = _at < _lines.Count && _lines[_at].Indent == indent && _lines[_at].Text.StartsWith('-');
                members.Add(new BicepMember(Arguments.PlainText(key), isSequenceBeside ? Sequence(indent) : Block(indent + 1)));
            }
            else if (IsBlockText(rest))
            {
                _lines[_at] = (indent, rest, number);
                members.Add(new BicepMember(Arguments.PlainText(key), BlockText(indent)));
            }
            else
            {
                _at++;
                members.Add(new BicepMember(Arguments.PlainText(key), Scalar(rest)));
            }
        }

        return new ObjectValue(members);
    }

    private static bool IsBlockText(string text) => text is "|" or "|-" or ">" or ">-" or "|+" or ">+";

    private StringValue BlockText(int indent)
    {
        var (_, style, number) = _lines[_at++];
        var taken = new List<string>();
        var margin = -1;
        var next = number + 1;
        for (; next < _raw.Length; next++)
        {
            var line = _raw[next];
            var lead = line.Length - line.TrimStart(' ').Length;
            if (line.Trim().Length > 0 && lead <= indent)
            {
                break;
            }

            margin = margin < 0 && line.Trim().Length > 0 ? lead : margin;
            taken.Add(line.Length >= margin && margin >= 0 ? line[margin..] : "");
        }

        while (_at < _lines.Count && _lines[_at].Number < next)
        {
            _at++;
        }

        var text = string.Join(style[0] == '|' ? '\n' : ' ', taken).TrimEnd();
        return new StringValue(style.EndsWith('-') ? text : text + "\n");
    }

    private BicepValue Scalar(string text)
    {
        if (text[0] is '[' or '{')
        {
            return JsonValues.Read(text);
        }

        if (text[0] is '&' or '*' or '!')
        {
            throw Bad("uses an anchor or a tag, which are not read here");
        }

        if (text[0] == '"' && text.Length > 1 && text[^1] == '"')
        {
            return JsonValues.Read(text);
        }

        if (text[0] == '\'' && text.Length > 1 && text[^1] == '\'')
        {
            return new StringValue(text[1..^1].Replace("''", "'", StringComparison.Ordinal));
        }

        return text switch
        {
            "null" or "~" or "Null" or "NULL" => BicepValue.Null,
            "true" or "True" or "TRUE" => new BooleanValue(true),
            "false" or "False" or "FALSE" => new BooleanValue(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => new IntegerValue(integer),
            _ when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => new DecimalValue(number),
            _ => new StringValue(text),
        };
    }

    private static int KeyEnd(string text)
    {
        var start = 0;
        if (text[0] is '"' or '\'')
        {
            start = text.IndexOf(text[0], 1) + 1;
            if (start == 0)
            {
                return -1;
            }
        }
        else if (text[0] is '[' or '{')
        {
            return -1;
        }

        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == ':' && (i + 1 == text.Length || text[i + 1] == ' '))
            {
                return i;
            }
        }

        return -1;
    }

    private static string StripComment(string line)
    {
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            if (quote is null && line[i] == '#' && (i == 0 || line[i - 1] == ' '))
            {
                return line[..i];
            }

            if (line[i] is '"' or '\'' && (quote is null ? i == 0 || line[i - 1] is ' ' or '[' or '{' or ',' : quote == line[i]))
            {
                quote = quote is null ? line[i] : null;
            }
        }

        return line;
    }

    private EvaluationException Bad(string fact) =>
        new($"Line {_lines[Math.Min(_at, _lines.Count - 1)].Number + 1} of the YAML {fact}.", "BCP340");
}
