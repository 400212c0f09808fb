namespace Frostline.Scanning.Dockerfiles;

/// <summary>An instruction of a Dockerfile, its continued lines joined.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Name">In upper case.</param>
/// <param name="Arguments">What follows, blanks collapsed at line ends.</param>
internal sealed record Instruction(int Line, string Name, string Arguments)
{
    public static IReadOnlyList<Instruction> Read(string text)
    {
        var found = new List<Instruction>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var first = at;
            var whole = lines[at].Trim();
            if (whole.Length == 0 || whole[0] == '#')
                continue;
            while (whole.EndsWith('\\') && at + 1 < lines.Length)
            {
                var next = lines[++at].Trim();
                whole = next.StartsWith('#') ? whole : $"{whole[..^1].TrimEnd()} {next}";
            }

            at = SkipHeredoc(whole, lines, at);
            var blank = whole.IndexOf(' ');
            found.Add(new(first + 1, (blank < 0 ? whole : whole[..blank]).ToUpperInvariant(), blank < 0 ? "" : whole[(blank + 1)..].Trim()));
        }

        return found;
    }

    /// <summary>The lines of a here-document are no instructions.</summary>
    private static int SkipHeredoc(string whole, string[] lines, int at)
    {
        var start = whole.IndexOf("<<", StringComparison.Ordinal);
        if (start < 0)
            return at;
        var word = whole[(start + 2)..].TrimStart('-').Trim('"', '\'').Split(' ', '"', '\'')[0];
        var end = word.Length == 0 ? -1 : Array.FindIndex(lines, at + 1, line => line.Trim() == word);
        return end < 0 ? at : end;
    }
}
