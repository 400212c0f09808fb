using Frostline.Migrations.Linting;
using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Planning;

/// <summary>Whether a migration can be taken back. Pure.</summary>
internal static class Reversibility
{
    /// <returns>Why it cannot, or null.</returns>
    public static string? Obstacle(IReadOnlyList<Step> up, IReadOnlyList<Step> down)
    {
        var changes = up.SelectMany(step => step.Changes).ToList();
        if (changes.Any(change => change is ColumnDropped or Dropped { What: "table" or "schema" } or RowsChanged { Verb: "delete" or "truncate" }))
            return "what it deletes, no Down brings back";
        if (changes.Any(change => change is Unread) || down.SelectMany(step => step.Changes).Any(change => change is Unread))
            return "nobody can tell what its statements do";
        if (changes.Any(change => change is RowsChanged { Verb: "update" or "merge" }))
            return "the values it overwrites are not kept";
        return down.Count == 0 && changes.Any(change => change is not (Queried or SettingChanged)) ? "its Down does nothing" : null;
    }
}
