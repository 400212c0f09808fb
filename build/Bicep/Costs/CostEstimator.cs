using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Bicep.Plans;
using Frostline.Bicep.Policy;

namespace Frostline.Bicep.Costs;

/// <summary>Prices a plan by a table.</summary>
internal sealed class CostEstimator(PriceTable prices)
{
    public CostEstimate Estimate(Plan plan)
    {
        var lines = new List<CostLine>();
        var unpriced = new List<string>();
        foreach (var resource in plan.Resources.Where(resource => !prices.IsFree(resource.Type)))
        {
            var parts = prices.Prices.Where(price => price.Type.Equals(resource.Type, StringComparison.OrdinalIgnoreCase) && Holds(price.When, resource)).ToArray();
            if (parts.Length == 0 || parts.Any(price => Units(price, resource, plan.Environment) is null))
            {
                unpriced.Add($"{resource.Type} {resource.Name}");
            }

            lines.AddRange(parts.Where(price => Units(price, resource, plan.Environment) is > 0).Select(price =>
                new CostLine(resource.Name, resource.Type, price.Part, Units(price, resource, plan.Environment)!.Value, UnitPrice(price, resource))));
        }

        return new CostEstimate(plan.Environment, prices.Currency, prices.AsOf,
            [.. lines.OrderByDescending(line => line.Monthly).ThenBy(line => line.Key, StringComparer.Ordinal)], unpriced)
        {
            Budget = Budget(plan),
        };
    }

    /// <summary>What differs between two estimates of one environment, the greatest difference first.</summary>
    public static IReadOnlyList<CostChange> Changes(CostEstimate before, CostEstimate after) =>
        Changes(Sums(before, line => line.Key), Sums(after, line => line.Key), after.Lines.Concat(before.Lines).GroupBy(line => line.Key, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => $"{same.First().Type} {same.First().Resource}: {same.First().Part}", StringComparer.Ordinal));

    /// <summary>What differs between two environments by type and part, the greatest difference first.</summary>
    public static IReadOnlyList<CostChange> Differences(CostEstimate one, CostEstimate other) =>
        Changes(Sums(one, TypeAndPart), Sums(other, TypeAndPart), one.Lines.Concat(other.Lines).Select(TypeAndPart).Distinct().ToDictionary(name => name, StringComparer.Ordinal));

    private static string TypeAndPart(CostLine line) => $"{line.Type}: {line.Part}";

    private static Dictionary<string, decimal> Sums(CostEstimate estimate, Func<CostLine, string> key) =>
        estimate.Lines.GroupBy(key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Sum(line => line.Monthly), StringComparer.Ordinal);

    private static CostChange[] Changes(Dictionary<string, decimal> before, Dictionary<string, decimal> after, Dictionary<string, string> names) =>
    [
        .. names.Select(name => new CostChange(name.Value, before.GetValueOrDefault(name.Key), after.GetValueOrDefault(name.Key)))
            .Where(change => change.Difference != 0)
            .OrderByDescending(change => Math.Abs(change.Difference)).ThenBy(change => change.Name, StringComparer.Ordinal),
    ];

    private static decimal? Budget(Plan plan) => plan.Resources
        .Where(resource => resource.Type.Equals("Microsoft.Consumption/budgets", StringComparison.OrdinalIgnoreCase))
        .Select(resource => Number(resource.Find("properties.amount"))).FirstOrDefault(amount => amount is not null);

    private decimal? Units(Price price, PlannedResource resource, string environment)
    {
        decimal units = 1;
        foreach (var path in price.Per)
        {
            if (Number(resource.Find(path)) is not { } number)
            {
                return null;
            }

            units *= number;
        }

        if (price.Usage is { } usage)
        {
            if (!prices.Usage.TryGetValue(usage, out var byEnvironment) || !(byEnvironment.TryGetValue(environment, out var used) || byEnvironment.TryGetValue("*", out used)))
            {
                return null;
            }

            units *= used;
        }

        return Math.Max(0, units - price.Included);
    }

    private static decimal UnitPrice(Price price, PlannedResource resource) =>
        price.Times.Where(factor => Holds(factor.When, resource)).Aggregate(price.Monthly, (monthly, factor) => monthly * factor.Factor);

    private static bool Holds(IReadOnlyDictionary<string, string> when, PlannedResource resource) =>
        when.All(condition => string.Equals(Text(resource.Find(condition.Key)), condition.Value, StringComparison.OrdinalIgnoreCase));

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : null;

    private static decimal? Number(JsonNode? node) => Text(node) is { } text ? Quantity.Of(text) : null;
}
