using Frostline.Migrations.Linting.Rules;

namespace Frostline.Migrations.Linting;

/// <summary>All rules.</summary>
internal static class RuleBook
{
    /// <summary>Found by no rule, but by the overrides themselves.</summary>
    public const string UnusedOverride = "unused-override";

    public static IReadOnlyList<Rule> All { get; } = [.. Removals.All, .. Renames.All, .. Demands.All, .. Locks.All, .. Linting.Rules.Rows.All, .. Transactions.All, .. Shapes.All];

    public static bool Knows(string id) => All.Any(rule => rule.Id == id);
}
