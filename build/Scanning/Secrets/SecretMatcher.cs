using System.Buffers;
using System.Text;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Secrets;

/// <summary>
/// Finds secrets in text. Only lines that hold a rule's keyword are matched against it, and of a line at most so many characters around
/// the keyword: time grows with the text alone. Safe to use from many threads.
/// </summary>
internal sealed class SecretMatcher
{
    private const int MostOfALine = 1000;

    private readonly SecretRule[] everyLine;
    private readonly (string Text, SecretRule Rule, int Order)[][] byFirst = new (string, SecretRule, int)[128][];
    private readonly SearchValues<string> keywords;

    public SecretMatcher(IReadOnlyList<SecretRule> rules)
    {
        everyLine = [.. rules.Where(rule => rule.Keywords.Count == 0 && rule.Pattern.Length > 0)];
        var all = rules.Index().SelectMany(rule => rule.Item.Keywords.Select(keyword => (Text: keyword, Rule: rule.Item, Order: rule.Index))).ToArray();
        keywords = SearchValues.Create([.. all.Select(keyword => keyword.Text).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);
        for (var first = 0; first < byFirst.Length; first++)
            byFirst[first] = [.. all.Where(keyword => char.ToLowerInvariant(keyword.Text[0]) == char.ToLowerInvariant((char)first))];
    }

    /// <summary>A secret, where it was found.</summary>
    /// <param name="Rule">What it looks like.</param>
    /// <param name="Value">The secret itself: never to be shown.</param>
    /// <param name="Line">From 1.</param>
    /// <param name="Column">From 1, in UTF-16 units of the text as UTF-8.</param>
    public readonly record struct Match(SecretRule Rule, string Value, int Line, int Column)
    {
        public Finding At(Place place) => new("secrets", Rule.Id, Rule.Severity, place, $"{Rule.Name} ({Mask.Of(Value)}).", Rule.Remedy)
        {
            Identity = $"{Rule.Id} {Value.Length} {Mask.Mark(Value)}",
            References = ["CWE-798"],
        };
    }

    /// <param name="text">Some lines.</param>
    /// <param name="path">The file they are of.</param>
    /// <param name="firstLine">The line that the text begins with.</param>
    /// <param name="matches">Takes what is found.</param>
    public void Find(ReadOnlySpan<char> text, string path, int firstLine, List<Match> matches)
    {
        foreach (var rule in everyLine)
        {
            if (rule.Files!(path))
                MatchEveryLine(rule, text, path, firstLine, matches);
        }

        List<(int From, int To, SecretRule Rule)>? tried = null;
        var (line, counted) = (firstLine, 0);
        for (var at = 0; at < text.Length;)
        {
            var next = text[at..].IndexOfAny(keywords);
            if (next < 0)
                break;
            at += next;
            var (from, to) = LineAround(text, at);
            tried ??= [];
            foreach (var (_, rule, _) in KeywordsAt(text, at))
            {
                if (rule.Files is { } files && !files(path) || tried.Contains((from, to, rule)))
                    continue;
                tried.Add((from, to, rule));
                line += text[counted..Math.Max(counted, from)].Count('\n');
                counted = Math.Max(counted, from);
                MatchLine(rule, text, (from, to), path, line, matches);
            }

            if (tried.Count > 64)
                tried.RemoveRange(0, 32);
            at++;
        }
    }

    private IEnumerable<(string Text, SecretRule Rule, int Order)> KeywordsAt(ReadOnlySpan<char> text, int at)
    {
        List<(string Text, SecretRule Rule, int Order)>? found = null;
        foreach (var keyword in byFirst[text[at] & 127])
        {
            if (text[at..].StartsWith(keyword.Text, keyword.Rule.ExactKeywords ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
                (found ??= []).Add(keyword);
        }

        return found is null ? [] : found.OrderBy(keyword => keyword.Order);
    }

    /// <summary>The line, or of an absurdly long one the block that the place is in, with a margin: each is matched once by each rule.</summary>
    private static (int From, int To) LineAround(ReadOnlySpan<char> text, int at)
    {
        var block = at / MostOfALine * MostOfALine;
        var (least, most) = (Math.Max(0, block - MostOfALine / 2), Math.Min(text.Length, block + MostOfALine + MostOfALine / 2));
        var from = text[least..at].LastIndexOf('\n') is var before and >= 0 ? least + before + 1 : least;
        var to = text[at..most].IndexOf('\n') is var after and >= 0 ? at + after : most;
        return (from, to);
    }

    private static void MatchEveryLine(SecretRule rule, ReadOnlySpan<char> text, string path, int line, List<Match> matches)
    {
        for (var from = 0; from < text.Length; line++)
        {
            var length = text[from..].IndexOf('\n') is var end and >= 0 ? end : text.Length - from;
            MatchLine(rule, text, (from, from + Math.Min(length, 2 * MostOfALine)), path, line, matches);
            from += length + 1;
        }
    }

    private static void MatchLine(SecretRule rule, ReadOnlySpan<char> text, (int From, int To) bounds, string path, int line, List<Match> matches)
    {
        var window = text[bounds.From..Math.Min(text.Length, bounds.To + rule.LookAhead)];
        if (rule.Also is { } also && !window.Contains(also, StringComparison.OrdinalIgnoreCase) || !rule.Regex.IsMatch(window))
            return;
        var whole = window.TrimEnd('\r').ToString();
        foreach (System.Text.RegularExpressions.Match match in rule.Regex.Matches(whole))
        {
            var secret = match.Groups["secret"];
            var place = (Line: line + whole.AsSpan(0, secret.Index).Count('\n'), Column: ColumnOf(whole, secret.Index));
            if (!IsKnown(matches, place.Line, place.Column, secret.Length) && Holds(rule, new(secret.Value, whole, match.Index, path)))
                matches.Add(new(rule, secret.Value, place.Line, place.Column));
        }
    }

    /// <summary>The rules are in order of what they know: the first that finds a value names it.</summary>
    private static bool IsKnown(List<Match> matches, int line, int column, int length) =>
        matches.FindLastIndex(matches.Count - 1, Math.Min(matches.Count, 32), match => match.Line == line && column < match.Column + match.Value.Length && match.Column < column + length) >= 0;

    private static bool Holds(SecretRule rule, Candidate candidate) =>
        candidate.Value.Length > 0
        && !(rule.Shaped ? Placeholder.IsPlain(candidate.Value) : Placeholder.Is(candidate.Value))
        && (rule.Entropy == 0 || Entropy.Of(candidate.Value) >= rule.Entropy)
        && rule.Holds?.Invoke(candidate) != false;

    /// <summary>Text was read a byte a character: what is UTF-8 counts as an editor counts it.</summary>
    private static int ColumnOf(string line, int index)
    {
        var start = index == 0 ? 0 : line.LastIndexOf('\n', index - 1) + 1;
        var before = line.AsSpan(start, index - start);
        return (before.ContainsAnyInRange('\u0080', '\u00FF') && !before.ContainsAnyExceptInRange('\0', '\u00FF')
            ? Encoding.UTF8.GetCharCount(Encoding.Latin1.GetBytes(before.ToString())) : before.Length) + 1;
    }
}
