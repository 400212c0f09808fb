using System.Globalization;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Policy;
using Frostline.Bicep.Reports;

namespace Frostline.Bicep.Costs;

/// <summary>Holds an estimate against the budget that the same templates set.</summary>
internal static class CostCheck
{
    /// <summary>Prices older than this are worth a word.</summary>
    public const int OldAfterDays = 180;

    public static IEnumerable<Finding> Run(CostEstimate cost, EvaluatedTemplate template)
    {
        var budget = template.Resources.FirstOrDefault(resource => resource.Type.Equals("Microsoft.Consumption/budgets", StringComparison.OrdinalIgnoreCase));
        if (cost.Budget is { } amount && budget?.SpotOf("properties.amount") is { } spot && cost.Total > amount)
        {
            yield return new Finding("COST001", PolicyLevel.Error,
                string.Create(CultureInfo.InvariantCulture, $"{cost.Environment} is estimated at {cost.Total:0.00} {cost.Currency} a month, more than its budget of {amount:0.00}. The dearest part is {cost.Lines[0].Type} ({cost.Lines[0].Monthly:0.00}). Make it smaller, or raise the budget."),
                spot.Path, spot.Line)
            { Column = spot.Column, Environments = [cost.Environment] };
        }

        foreach (var name in cost.Unpriced)
        {
            var resource = template.Resources.First(resource => $"{resource.Type} {resource.Name}" == name);
            yield return new Finding("COST002", PolicyLevel.Warning,
                $"{name}: has no price for this size. Add it to the prices, or its type to those that are free.", resource.At.Path, resource.At.Line)
            { Column = resource.At.Column, Environments = [cost.Environment] };
        }
    }
}
