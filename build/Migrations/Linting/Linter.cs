namespace Frostline.Migrations.Linting;

/// <summary>Judges a migration by the rules. Pure.</summary>
internal static class Linter
{
    /// <summary>What PostgreSQL is taken for when no server was asked.</summary>
    public static Version UnknownServer { get; } = new(15, 0);

    /// <param name="name">Of the migration.</param>
    /// <param name="steps">Its statements.</param>
    /// <param name="allowed">What its class allows as a whole.</param>
    /// <param name="server">Version of PostgreSQL.</param>
    /// <exception cref="MigrationException">An override names no rule or gives no reason.</exception>
    public static LintedMigration Judge(string name, IReadOnlyList<Step> steps, IReadOnlyList<Override> allowed, Version server)
    {
        var used = new HashSet<Override>();
        var statements = new List<LintedStatement>();
        for (var position = 0; position < steps.Count; position++)
        {
            var here = Override.In(steps[position].Statement.Comments, name);
            Finding[] found = [.. Find(new(steps, position, server)).Select(finding => Allow(finding, [.. here, .. allowed], used))];
            statements.Add(new(steps[position], [.. found, .. Unused(here, used)]));
        }

        return new(name, Unused(allowed, used) is { Count: > 0 } unused && statements.Count > 0 ? [.. statements[..^1], statements[^1] with { Findings = [.. statements[^1].Findings, .. unused] }] : statements);
    }

    private static IEnumerable<Finding> Find(Scope scope) => scope.Step.Changes
        .SelectMany(change => RuleBook.All.Select(rule => rule.Find(change, scope))).OfType<Finding>().DistinctBy(finding => (finding.Rule, finding.Fact));

    private static Finding Allow(Finding finding, IReadOnlyList<Override> allowed, HashSet<Override> used)
    {
        if (allowed.FirstOrDefault(one => one.Rule == finding.Rule) is not { } match)
            return finding;
        used.Add(match);
        return finding with { Allowed = match.Because };
    }

    private static List<Finding> Unused(IReadOnlyList<Override> allowed, HashSet<Override> used) =>
        [.. allowed.Where(one => !used.Contains(one)).Select(one => new Finding(
            RuleBook.UnusedOverride, OperationClass.Expand, $"{one.Rule} is allowed where it is not met", "It would hide the hazard when somebody adds it later.", "Delete the override."))];
}
