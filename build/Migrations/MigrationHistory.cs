using Frostline.Migrations.Gates;

namespace Frostline.Migrations;

/// <summary>What an assembly has against what a database had: pure, so that every order of the two can be compared in tests.</summary>
/// <param name="Known">Ids of the assembly's migrations, oldest first.</param>
/// <param name="Applied">Ids in the database's history, oldest first.</param>
internal sealed record MigrationHistory(IReadOnlyList<string> Known, IReadOnlyList<string> Applied)
{
    public string? Head => Applied.Count > 0 ? Applied[^1] : null;

    /// <summary>The migrations to apply, up to the target.</summary>
    /// <param name="target">Id or name; null for the newest.</param>
    /// <exception cref="MigrationException">The database is newer, the target is unknown or lies behind.</exception>
    public IReadOnlyList<string> Pending(string? target)
    {
        var unknown = Applied.Except(Known).ToList();
        if (unknown.Count > 0)
        {
            throw new MigrationException(
                $"The database has {Count(unknown.Count)} this release does not know: {string.Join(", ", unknown)}. " +
                "It was migrated by a newer release: deploy that one, or a later one.");
        }

        var last = target is null ? Known.Count - 1 : Position(target);
        var behind = Known.Skip(last + 1).Intersect(Applied).ToList();
        return target is not null && behind.Count > 0
            ? throw new MigrationException(
                $"Target '{target}' lies behind the database, which has {string.Join(", ", behind)} after it. Going back may lose data, which is judged first: run Migrate with --to={target}.")
            : [.. Known.Take(last + 1).Except(Applied)];
    }

    /// <summary>Tells of migrations that were merged between applied ones: they run after what was written later.</summary>
    public Check Order(IReadOnlyList<string> pending) => Check.Of(
        "history", [], [.. pending.Where(id => string.CompareOrdinal(id, Head) < 0).Select(id => $"{id} is older than {Head}, which is applied: it runs after it here, before it elsewhere")]);

    /// <returns>The id of a target that the database has, with others after it; else null.</returns>
    /// <exception cref="MigrationException">The target is unknown.</exception>
    public string? Behind(string target)
    {
        var id = Known[Position(target)];
        return Applied.Contains(id) && Applied[^1] != id ? id : null;
    }

    private int Position(string target)
    {
        var position = Known.ToList().FindIndex(id => id == target || Name(id) == target);
        return position >= 0
            ? position
            : throw new MigrationException($"Target '{target}' is not a migration. The nearest {(Known.Count == 1 ? "is" : "are")}: {string.Join(", ", NearestNames.Of(target, Known))}.");
    }

    /// <summary>An id is a timestamp, an underscore and the name.</summary>
    public static string Name(string id) => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..];

    private static string Count(int count) => count == 1 ? "a migration" : $"{count} migrations";
}
