using System.Text;
using Frostline.Bicep.Policy;

namespace Frostline.Bicep.Reports;

/// <summary>Every policy rule as a page of the documentation.</summary>
public static class PolicyReference
{
    public static string Write()
    {
        var text = new StringBuilder("""
            # Policy rules

            Severity decides the level: critical and high are errors, medium and low warnings. Rules marked *production* are off elsewhere.
            `infrastructure/policy.json` changes levels by environment and accepts findings until a day.

            | rule | severity | resource | why | remedy |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var rule in PolicyRules.All)
        {
            text.Append("| ").Append(rule.Id).Append(" | ").Append(rule.Severity.ToString().ToLowerInvariant()).Append(rule.ProductionOnly ? ", production" : "")
                .Append(" | ").Append(rule.ResourceType == "*" ? "every one" : rule.ResourceType)
                .Append(" | ").Append(rule.Reason).Append(" | ").Append(rule.Remedy).Append(" |\n");
        }

        return text.ToString();
    }
}
