namespace Frostline.Migrations;

/// <summary>Names that somebody may have meant who wrote another one.</summary>
internal static class NearestNames
{
    private const int Most = 3;

    /// <param name="written">What is none of them.</param>
    /// <param name="known">Ids of migrations: a timestamp, an underscore and the name.</param>
    /// <returns>Up to three, the likeliest first; of equally likely ones the newest.</returns>
    public static IReadOnlyList<string> Of(string written, IReadOnlyList<string> known) =>
        [.. known.Reverse().OrderBy(id => Math.Min(Distance(written, MigrationHistory.Name(id)), Distance(written, id))).Take(Most)];

    /// <summary>How many letters must be put in, taken out or changed.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < other.Length; j++)
            {
                var same = char.ToUpperInvariant(one[i]) == char.ToUpperInvariant(other[j]);
                (diagonal, row[j + 1]) = (row[j + 1], same ? diagonal : 1 + Math.Min(diagonal, Math.Min(row[j], row[j + 1])));
            }
        }

        return row[^1];
    }
}
