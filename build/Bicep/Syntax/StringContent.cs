using System.Globalization;
using System.Text;

namespace Frostline.Bicep.Syntax;

/// <summary>From the pieces of a string as they are written to the texts they stand for.</summary>
internal static class StringContent
{
    public static bool IsMultiLine(Token first) => first.Characters.TrimStart('$').StartsWith("'''");

    public static IReadOnlyList<string> Of(IReadOnlyList<Token> pieces)
    {
        var isMultiLine = IsMultiLine(pieces[0]);
        var opening = pieces[0].Characters;
        var dollars = isMultiLine ? opening.Length - opening.TrimStart('$').Length : 1;
        var isOpen = pieces[^1].Kind is TokenKind.StringLeft or TokenKind.StringMiddle;
        var texts = new string[pieces.Count + (isOpen ? 1 : 0)];
        if (isOpen) texts[^1] = "";
        for (var i = 0; i < pieces.Count; i++)
        {
            var text = pieces[i].Characters;
            var before = i > 0 ? 1 : isMultiLine ? dollars + 3 : 1;
            var after = pieces[i].Kind is TokenKind.StringLeft or TokenKind.StringMiddle ? dollars + 1 : isMultiLine ? 3 : 1;
            text = text[Math.Min(before, text.Length)..];
            if (i == 0 && isMultiLine) text = WithoutFirstNewLine(text);
            text = text[..Math.Max(0, text.Length - after)];
            texts[i] = isMultiLine || !text.Contains('\\') ? text.ToString() : Unescape(text);
        }

        return texts;
    }

    private static ReadOnlySpan<char> WithoutFirstNewLine(ReadOnlySpan<char> text) =>
        text.StartsWith("\r\n") ? text[2..] : text.StartsWith("\n") || text.StartsWith("\r") ? text[1..] : text;

    private static string Unescape(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        while (text.IndexOf('\\') is var at and >= 0)
        {
            result.Append(text[..at]);
            text = text[(at + 1)..];
            if (text.StartsWith("u{") && text.IndexOf('}') is var end and > 0)
            {
                if (int.TryParse(text[2..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint)) Append(result, codePoint);
                text = text[(end + 1)..];
                continue;
            }

            if (text.IsEmpty) break;
            result.Append(text[0] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var same => same });
            text = text[1..];
        }

        return result.Append(text).ToString();
    }

    /// <summary>A lone half of a surrogate pair is legal to write, as it is in JSON.</summary>
    private static void Append(StringBuilder result, int codePoint)
    {
        if (codePoint is >= 0 and <= 0xFFFF) result.Append((char)codePoint);
        else if (codePoint <= 0x10FFFF) result.Append(char.ConvertFromUtf32(codePoint));
    }
}
