using System.Text;

namespace Frostline.Bicep.Trials;

/// <summary>Pieces of valid files, cut, doubled, mixed and littered.</summary>
internal sealed class VariantSource
{
    private static readonly string[] Litter =
    [
        "{", "}", "[", "]", "(", ")", "'", "'''", "$'''", "${", "}'", "\"", "\\", "\n", "\r\n", "\r", "\t", " ", ",", ":", "::", ".", ".?", "[?", "[^", "...", "=", "==", "=>", "!", "!~", "?", "??", "|", "||", "&", "@", "#", "/*", "*/", "//", "<", ">",
        "-", "*", "0", "99999999999999999999", "if", "for", "in", "resource", "param x", "var y =", "existing", "null", "true", "\u0000", "\uFEFF", "\uD83D", "😀", "é", "\\u{110000}", "#disable-next-line", "[for x in y: ", "'${'${", "a.b.c", "((((((((", "[[[[[[[[", "{a:{a:{a:",
    ];

    private readonly Random _random;
    private readonly string[] _statements;
    private readonly string[] _assignments;

    public VariantSource(int seed)
    {
        // CA5394: not a secret, a seed.
#pragma warning disable CA5394
        _random = new Random(seed);
#pragma warning restore CA5394
        _statements = Statements(SampleText.Template);
        _assignments = Statements(SampleText.Parameters);
    }

    public (string Path, string Text) Next()
    {
        var isParameters = Below(10) == 0;
        var text = new StringBuilder(Some(isParameters ? _assignments : _statements));
        if (Below(3) == 0) text.Append(Some(_statements));
        for (var changes = 1 + Below(5); changes > 0; changes--) Change(text);
        return (isParameters ? "fuzz.bicepparam" : "fuzz.bicep", text.ToString());
    }

    private void Change(StringBuilder text)
    {
        var at = Below(text.Length + 1);
        var length = Math.Min(1 + Below(12), text.Length - at);
        switch (Below(8))
        {
            case 0 or 1:
                text.Remove(at, length);
                break;
            case 2 or 3:
                text.Insert(at, Some(Litter));
                break;
            case 4:
                text.Insert(at, text.ToString(at, length));
                break;
            case 5:
                text.Length = at;
                break;
            case 6:
                text.Insert(at, (char)Below(Below(4) == 0 ? char.MaxValue : 128));
                break;
            default:
                text.Insert(at, new StringBuilder().Insert(0, Some(Litter), 1 + (Below(50) == 0 ? Below(2000) : Below(20))));
                break;
        }
    }

    /// <summary>A file cut before each line that begins at the left edge.</summary>
    private static string[] Statements(string text)
    {
        var statements = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var continues = line.Length == 0 || line[0] is ' ' or '}' or ']' or ')' or '\'' || (statements.Count > 0 && statements[^1].StartsWith('@') && statements[^1].AsSpan().Count('\n') == 1);
            if (statements.Count > 0 && continues) statements[^1] += $"{line}\n";
            else statements.Add($"{line}\n");
        }

        return [.. statements];
    }

#pragma warning disable CA5394
    private int Below(int limit) => _random.Next(limit);
#pragma warning restore CA5394

    private string Some(string[] from) => from[Below(from.Length)];
}
