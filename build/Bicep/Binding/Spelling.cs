namespace Frostline.Bicep.Binding;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Spelling
{
    /// <summary>The candidate that is nearest to a word, when it is near enough to be a slip; null otherwise.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What there is.</param>
    /// <param name="most">How many letters may differ at most, beside the share of the length that always counts.</param>
    public static string? Suggest(string word, IEnumerable<string> candidates, int most = int.MaxValue)
    {
        if (word.Length is 0 or > 100)
        {
            return null;
        }

        string? best = null;
        var furthest = Math.Min(2, word.Length * 34 / 100);
        var least = Math.Min(most, word.Length * 4 / 10) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) > furthest || (candidate.Length < 3 && !candidate.Equals(word, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var distance = Distance(word, candidate);
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    private static int Distance(string first, string second)
    {
        var row = new int[second.Length + 1];
        for (var j = 0; j <= second.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var same = char.ToUpperInvariant(first[i - 1]) == char.ToUpperInvariant(second[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
