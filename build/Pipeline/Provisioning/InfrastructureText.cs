using System.Globalization;
using System.Text;
using Frostline.Bicep;
using Frostline.Bicep.Plans;

namespace Frostline.Pipeline.Provisioning;

/// <summary>What a person reads of an infrastructure check: findings at their lines, then each environment in one.</summary>
internal static class InfrastructureText
{
    public static string Of(InfrastructureResult result, bool withPlan)
    {
        var text = new StringBuilder("Checked by Frostline's own parser and evaluator.\n");
        foreach (var finding in result.Findings)
            text.Append(finding).Append(finding.Suppression is { } reason ? $" Accepted: {reason}\n" : "\n");
        foreach (var environment in result.Environments.Where(environment => environment.IsValid))
        {
            text.Append(CultureInfo.InvariantCulture, $"{environment.Name,-12} {environment.Plan.Resources.Count} resources, ");
            text.Append(environment.HasSnapshot ? PlanTree.Summary(environment.Changes) : "no plan accepted yet");
            if (environment.Cost is { } cost)
                text.Append(CultureInfo.InvariantCulture, $", about {cost.Total:0} {cost.Currency} a month");
            text.Append('\n');
            if (withPlan || environment.Changes.Count > 0)
                text.Append(PlanTree.Render(environment.Plan, environment.Changes));
        }

        return text.ToString().TrimEnd();
    }
}
