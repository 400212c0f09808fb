using System.Globalization;
using System.Text;
using Frostline.Bicep.Costs;
using Frostline.Bicep.Plans;
using Frostline.Bicep.Policy;

namespace Frostline.Bicep.Reports;

/// <summary>A check as a page: what a pull request shows.</summary>
public static class MarkdownReport
{
    public static string Write(InfrastructureResult result)
    {
        var text = new StringBuilder();
        text.Append("# Infrastructure: ").Append(result.Passed ? "pass" : "fail").Append("\n\n").Append(result.Summary).Append(".\n");
        Findings(text, result.Findings);
        foreach (var environment in result.Environments)
        {
            Environment(text, environment);
        }

        if (result.Environments.Select(environment => environment.Cost).OfType<CostEstimate>().OrderBy(cost => cost.Total).ToArray() is [var cheapest, .., var dearest])
        {
            Differences(text, cheapest, dearest);
        }

        return text.ToString();
    }

    private static void Findings(StringBuilder text, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        text.Append("\n| level | rule | where | what | environments |\n|---|---|---|---|---|\n");
        foreach (var finding in findings.OrderByDescending(finding => finding.Suppression is null).ThenByDescending(finding => finding.Level))
        {
            text.Append("| ").Append(finding.Suppression is null ? finding.Level.ToString().ToLowerInvariant() : "suppressed")
                .Append(" | ").Append(finding.Rule).Append(" | ").Append(finding.Path).Append(':').Append(finding.Line)
                .Append(" | ").Append(Cell(finding.Suppression is null ? finding.Message : $"{finding.Message} Accepted: {finding.Suppression}"))
                .Append(" | ").AppendJoin(", ", finding.Environments).Append(" |\n");
        }
    }

    private static void Environment(StringBuilder text, EnvironmentResult environment)
    {
        text.Append("\n## ").Append(environment.Name).Append("\n\n");
        if (!environment.IsValid)
        {
            text.Append("The templates are not valid: no plan, no cost.\n");
            return;
        }

        text.Append(environment.Plan.Resources.Count).Append(" resources; ")
            .Append(environment.HasSnapshot ? PlanTree.Summary(environment.Changes) : "no plan was accepted yet").Append('.');
        if (environment.Cost is { } cost)
        {
            text.Append(CultureInfo.InvariantCulture, $" About **{cost.Total:0.00} {cost.Currency}** a month");
            text.Append(cost.Budget is { } budget ? string.Create(CultureInfo.InvariantCulture, $" of a budget of {budget:0.00}") : "")
                .Append(CultureInfo.InvariantCulture, $" (prices of {cost.PricesAsOf:yyyy-MM-dd}).");
        }

        text.Append('\n');
        Changes(text, environment.Changes);
        Costs(text, environment.CostChanges, "before", "after");
    }

    private static void Changes(StringBuilder text, IReadOnlyList<PlanChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        text.Append("\n```diff\n");
        foreach (var change in changes)
        {
            text.Append(change.Kind switch { PlanChangeKind.Created => "+ ", PlanChangeKind.Deleted => "- ", _ => "! " })
                .Append(change.Resource.Type).Append(' ').Append(change.Resource.Name).Append('\n');
            foreach (var property in change.Properties)
            {
                text.Append("    ").Append(property).Append('\n');
            }
        }

        text.Append("```\n");
    }

    private static void Differences(StringBuilder text, CostEstimate one, CostEstimate other)
    {
        text.Append("\n## Cost by environment\n");
        Costs(text, CostEstimator.Differences(one, other), one.Environment, other.Environment);
    }

    private static void Costs(StringBuilder text, IReadOnlyList<CostChange> changes, string before, string after)
    {
        if (changes.Count == 0)
        {
            return;
        }

        text.Append("\n| a month | ").Append(before).Append(" | ").Append(after).Append(" | difference |\n|---|---:|---:|---:|\n");
        foreach (var change in changes)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {change.Name} | {change.Before:0.00} | {change.After:0.00} | {change.Difference:+0.00;-0.00} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
