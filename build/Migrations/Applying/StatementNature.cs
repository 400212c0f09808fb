using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Applying;

/// <summary>What must be known of a statement to run it.</summary>
internal sealed record StatementNature
{
    /// <summary>Whether PostgreSQL refuses it within a transaction, or it ends transactions itself.</summary>
    public bool OnlyOutside { get; init; }

    /// <summary>Whether it works without stopping readers and writers, so that it may take its time.</summary>
    public bool Online { get; init; }

    /// <summary>Whether it begins or ends a transaction.</summary>
    public bool ControlsTransactions { get; init; }

    /// <summary>The index that it builds concurrently, or null.</summary>
    public string? Builds { get; init; }

    /// <summary>The index that it drops concurrently, or null.</summary>
    public string? Drops { get; init; }

    /// <summary>Whether it builds indexes anew concurrently.</summary>
    public bool Rebuilds { get; init; }

    public static StatementNature Of(MigrationStatement statement)
    {
        var words = statement.Tokens;
        return words.Count == 0 ? new()
            : First("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE") || (First("PREPARE") && Second("TRANSACTION")) ? new() { ControlsTransactions = true }
            : First("CREATE") && IndexOf(words, "INDEX") is 1 or 2 && Has("CONCURRENTLY") ? new() { OnlyOutside = true, Online = true, Builds = Built(words) }
            : First("DROP") && Second("INDEX") && Has("CONCURRENTLY") ? new() { OnlyOutside = true, Online = true, Drops = Named(words, IndexOf(words, "CONCURRENTLY") + 1) }
            : First("REINDEX") && Has("CONCURRENTLY") ? new() { OnlyOutside = true, Online = true, Rebuilds = true }
            : First("VACUUM") ? new() { OnlyOutside = true, Online = !Has("FULL") }
            : First("CALL", "DO") || (First("CREATE", "DROP") && Second("DATABASE", "TABLESPACE")) || (First("ALTER") && Second("SYSTEM")) ? new() { OnlyOutside = true }
            : First("ALTER") && Has("DETACH") && Has("CONCURRENTLY") ? new() { OnlyOutside = true, Online = true }
            : new();

        bool First(params ReadOnlySpan<string> any) => Is(words, 0, any);
        bool Second(params ReadOnlySpan<string> any) => Is(words, 1, any);
        bool Has(string word) => IndexOf(words, word) >= 0;
    }

    private static bool Is(IReadOnlyList<Token> words, int position, ReadOnlySpan<string> any)
    {
        foreach (var word in any)
        {
            if (position < words.Count && words[position].Is(word))
                return true;
        }

        return false;
    }

    private static int IndexOf(IReadOnlyList<Token> words, string word)
    {
        for (var index = 0; index < words.Count; index++)
        {
            if (words[index].Is(word))
                return index;
        }

        return -1;
    }

    /// <summary>The index, with the schema of its table: an index is always where its table is.</summary>
    private static string? Built(IReadOnlyList<Token> words)
    {
        var name = Named(words, IndexOf(words, "CONCURRENTLY") + 1);
        var on = IndexOf(words, "ON") + 1;
        if (Is(words, on, ["ONLY"]))
            on++;
        return name is not null && Is(words, on + 1, ["."]) ? $"{words[on].Text}.{name}" : name;
    }

    /// <returns>As it is written, so that it can be written again; null when PostgreSQL is to choose a name.</returns>
    private static string? Named(IReadOnlyList<Token> words, int at)
    {
        while (Is(words, at, ["IF", "NOT", "EXISTS"]))
            at++;
        if (at >= words.Count || !words[at].IsName || words[at].Is("ON"))
            return null;
        return Is(words, at + 1, ["."]) && at + 2 < words.Count ? $"{words[at].Text}.{words[at + 2].Text}" : words[at].Text;
    }
}
