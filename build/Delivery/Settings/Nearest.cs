namespace Frostline.Delivery.Settings;

/// <summary>Guesses what somebody meant.</summary>
internal static class Nearest
{
    public static string Remedy(string given, IEnumerable<string> known)
    {
        var names = known.ToList();
        var best = names.MinBy(name => Distance(given, name));
        var all = string.Join(", ", names);
        return best is not null && Distance(given, best) <= Math.Max(2, given.Length / 3)
            ? $"Did you mean '{best}'? Known are: {all}."
            : $"Known are: {all}.";
    }

    /// <summary>Single-character edits between two words, whatever their case.</summary>
    public static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var same = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
