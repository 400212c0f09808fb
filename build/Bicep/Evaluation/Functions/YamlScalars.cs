using System.Globalization;
using System.Text;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>The scalars of YAML: how they are written, and what they stand for.</summary>
internal sealed class YamlScalars(YamlText text)
{
    public static BicepValue Resolve(string plain) => plain switch
    {
        "" or "null" or "~" or "Null" or "NULL" => BicepValue.Null,
        "true" or "True" or "TRUE" => new BooleanValue(true),
        "false" or "False" or "FALSE" => new BooleanValue(false),
        ['0', 'x', .. var digits] when long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) => new IntegerValue(number),
        _ when long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => new IntegerValue(integer),
        _ when decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) => new DecimalValue(number),
        _ => new StringValue(plain),
    };

    /// <summary>A plain name, up to its colon.</summary>
    public StringValue Key()
    {
        var name = new StringBuilder();
        while (!text.AtColon)
        {
            name.Append(text.Take());
        }

        return new StringValue(name.ToString().TrimEnd());
    }

    /// <summary>A plain scalar with the lines below that are indented more than its parent.</summary>
    public StringValue PlainText(int parent)
    {
        var words = new StringBuilder(Line());
        while (true)
        {
            var breaks = Breaks();
            if (text.AtEnd || text.Column <= parent || text.AtLineEnd)
            {
                return new StringValue(words.ToString());
            }

            words.Append(breaks > 1 ? new string('\n', breaks - 1) : " ").Append(Line());
        }
    }

    private string Line()
    {
        var line = new StringBuilder();
        while (!text.AtLineEnd)
        {
            line.Append(text.AtColon ? throw text.Bad("has a second ': ' in one value. Put the value in quotes") : text.Take());
        }

        return line.ToString().TrimEnd();
    }

    // A comment ends a plain scalar, blank lines do not.
    private int Breaks()
    {
        var breaks = 0;
        while (text.Current == '\n')
        {
            text.Take();
            breaks++;
            text.SkipSpaces();
        }

        return breaks;
    }

    /// <summary>A plain scalar within brackets.</summary>
    public string FlowText()
    {
        var words = new StringBuilder();
        while (text.Current is not (',' or '[' or ']' or '{' or '}' or '\0') && !text.AtLineEnd && !(text.Current == ':' && text.Next is ' ' or '\n' or ',' or ']' or '}'))
        {
            words.Append(text.Take());
        }

        return words.Length > 0 || text.Current == ':' ? words.ToString().TrimEnd() : throw text.Bad("lacks a value");
    }

    public StringValue Quoted()
    {
        var quote = text.Take();
        var result = new StringBuilder();
        while (true)
        {
            var character = text.Take();
            if (character == quote && (quote == '"' || text.Current != '\''))
            {
                return new StringValue(result.ToString());
            }

            if (character == quote)
            {
                text.Take();
            }

            switch (character)
            {
                case '\n':
                    Fold(result);
                    break;
                case '\\' when quote == '"':
                    Escape(result);
                    break;
                default:
                    result.Append(character);
                    break;
            }
        }
    }

    private void Fold(StringBuilder result)
    {
        while (result.Length > 0 && result[^1] is ' ' or '\t')
        {
            result.Length--;
        }

        text.SkipSpaces();
        var blanks = Breaks();
        result.Append(blanks > 0 ? new string('\n', blanks) : " ");
    }

    private void Escape(StringBuilder result)
    {
        var character = text.Take();
        switch (character)
        {
            case 'x' or 'u' or 'U':
                result.Append(CodePoint(character switch { 'x' => 2, 'u' => 4, _ => 8 }));
                break;
            case '\n':
                text.SkipSpaces();
                break;
            default:
                result.Append(character switch
                {
                    'n' => '\n', 't' or '\t' => '\t', 'r' => '\r', '0' => '\0', 'a' => '\a', 'b' => '\b', 'e' => '\e', 'f' => '\f', 'v' => '\v',
                    'N' => '\u0085', '_' => '\u00a0', 'L' => '\u2028', 'P' => '\u2029', '"' or '\\' or '/' or ' ' => character,
                    _ => throw text.Bad($"has an escape that YAML does not know: '\\{character}'"),
                });
                break;
        }
    }

    private string CodePoint(int digits)
    {
        var number = string.Concat(Enumerable.Range(0, digits).Select(_ => text.Take()));
        return !int.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) || point is < 0 or > 0x10FFFF ? throw text.Bad($"has an escape that is no character: {number}")
            : point <= 0xFFFF ? ((char)point).ToString()
            : char.ConvertFromUtf32(point);
    }

    /// <summary>A literal or folded block: <c>|</c> or <c>&gt;</c>, perhaps with an indentation and with what becomes of the last ends of lines.</summary>
    public StringValue BlockText(int parent)
    {
        var header = text.TakeLine();
        var margin = header.FirstOrDefault(char.IsAsciiDigit) is >= '1' and var digit ? Math.Max(parent, 0) + digit - '0' : -1;
        var lines = new List<string>();
        while (!text.AtEnd)
        {
            text.SkipSpaces();
            var (indent, isBlank) = (text.Column, text.Current is '\n' or '\0');
            margin = margin < 0 && !isBlank ? indent : margin;
            if (!isBlank && indent < Math.Max(margin, parent + 1))
            {
                break;
            }

            lines.Add((isBlank ? "" : new string(' ', indent - margin)) + text.TakeLine());
        }

        return new StringValue(Chomp(header[0] == '|' ? string.Join('\n', lines) + "\n" : Folded(lines), lines.Count == 0 ? '-' : header.Contains('-', StringComparison.Ordinal) ? '-' : header.Contains('+', StringComparison.Ordinal) ? '+' : ' '));
    }

    private static string Chomp(string block, char how) => how switch
    {
        '+' => block,
        '-' => block.TrimEnd('\n'),
        _ => block.TrimEnd('\n') is { Length: > 0 } trimmed ? trimmed + "\n" : "",
    };

    // Lines that are indented more, and those beside them, keep their ends.
    private static string Folded(List<string> lines)
    {
        var result = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            result.Append(lines[i]);
            var isKept = i + 1 == lines.Count || lines[i].Length == 0 || lines[i][0] == ' ' || lines[i + 1] is [' ', ..];
            result.Append(isKept ? "\n" : lines[i + 1].Length == 0 ? "" : " ");
        }

        return result.ToString();
    }
}
