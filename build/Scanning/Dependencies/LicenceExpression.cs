namespace Frostline.Scanning.Dependencies;

/// <summary>An SPDX licence expression, against the licences a project allows: of alternatives one must be, of conjunctions all.</summary>
internal static class LicenceExpression
{
    public static bool Allows(string expression, IReadOnlyList<string> allowed)
    {
        var words = new Queue<string>(expression.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Either(words, allowed) && words.Count == 0;
    }

    private static bool Either(Queue<string> words, IReadOnlyList<string> allowed)
    {
        var holds = Both(words, allowed);
        while (words.TryPeek(out var word) && word.Equals("OR", StringComparison.OrdinalIgnoreCase))
        {
            words.Dequeue();
            holds |= Both(words, allowed);
        }

        return holds;
    }

    private static bool Both(Queue<string> words, IReadOnlyList<string> allowed)
    {
        var holds = One(words, allowed);
        while (words.TryPeek(out var word) && word.Equals("AND", StringComparison.OrdinalIgnoreCase))
        {
            words.Dequeue();
            holds &= One(words, allowed);
        }

        return holds;
    }

    private static bool One(Queue<string> words, IReadOnlyList<string> allowed)
    {
        if (!words.TryDequeue(out var word))
            return false;
        if (word != "(")
        {
            if (words.TryPeek(out var with) && with.Equals("WITH", StringComparison.OrdinalIgnoreCase))
                word = $"{word} {words.Dequeue()} {(words.TryDequeue(out var exception) ? exception : "")}";
            return allowed.Contains(word, StringComparer.OrdinalIgnoreCase);
        }

        var holds = Either(words, allowed);
        return words.TryDequeue(out var close) && close == ")" && holds;
    }
}
