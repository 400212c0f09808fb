using System.Text.Json.Nodes;
using Frostline.Bicep.Costs;

namespace Frostline.Bicep.Reports;

/// <summary>An estimate as JSON.</summary>
public static class CostFile
{
    /// <param name="estimate">Of one environment.</param>
    /// <param name="changes">Against the accepted plan.</param>
    public static string Write(CostEstimate estimate, IReadOnlyList<CostChange> changes) => ReadableJson.Write(new JsonObject
    {
        ["environment"] = estimate.Environment,
        ["currency"] = estimate.Currency,
        ["pricesAsOf"] = estimate.PricesAsOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["monthly"] = estimate.Total,
        ["budget"] = estimate.Budget,
        ["lines"] = new JsonArray([.. estimate.Lines.Select(line => new JsonObject
        {
            ["resource"] = line.Resource,
            ["type"] = line.Type,
            ["part"] = line.Part,
            ["units"] = line.Units,
            ["unitPrice"] = line.UnitPrice,
            ["monthly"] = line.Monthly,
        })]),
        ["changes"] = new JsonArray([.. changes.Select(change => new JsonObject { ["name"] = change.Name, ["before"] = change.Before, ["after"] = change.After })]),
        ["unpriced"] = new JsonArray([.. estimate.Unpriced.Select(name => (JsonNode)name)]),
    });
}
