using System.Text.Json.Nodes;
using Frostline.Bicep.Costs;
using Frostline.Bicep.Plans;

namespace Bicep.Tests.Costs;

public sealed class CostEstimatorTests
{
    [Fact]
    public void Estimate_MultipliesUnitsUsageAndFactors()
    {
        var cost = Estimate(
            Server("""{ "sku": { "name": "B1" }, "size": "32Gi", "mode": "ZoneRedundant" }"""),
            new Price { Type = "Database", Part = "compute", Monthly = 15.33m, When = Says("sku.name", "b1"), Times = [new PriceFactor(Says("mode", "ZoneRedundant"), 2)] },
            new Price { Type = "Database", Part = "compute", Monthly = 99, When = Says("sku.name", "B2") },
            new Price { Type = "Database", Part = "storage", Monthly = 0.1m, Per = ["size"], Included = 2 },
            new Price { Type = "Database", Part = "requests", Monthly = 0.4m, Usage = "millions" });

        cost.Lines.Select(line => (line.Part, line.Units, line.Monthly)).ShouldBe([("compute", 1m, 30.66m), ("requests", 20m, 8.00m), ("storage", 30m, 3.00m)]);
        cost.Total.ShouldBe(41.66m);
        cost.Unpriced.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "sku": { "name": "B9" } }""")]
    [InlineData("""{ "sku": { "name": "B1" }, "size": "[parameters.size]" }""")]
    public void Estimate_OfWhatHasNoPrice_NamesItInsteadOfCallingItFree(string body) =>
        Estimate(Server(body), new Price { Type = "Database", Part = "compute", Monthly = 1, When = Says("sku.name", "B1"), Per = ["size"] })
            .Unpriced.ShouldBe(["Database db"]);

    [Fact]
    public void Estimate_OfATypeThatIsFree_IsNothing() => Estimate(Server("{}") with { Type = "Rights/assignments" }).Unpriced.ShouldBeEmpty();

    [Fact]
    public void Changes_NameWhatBecameDearer()
    {
        Price[] prices = [Tier("B1", 10), Tier("B2", 30)];

        var changes = CostEstimator.Changes(Estimate(Server("""{ "sku": { "name": "B1" } }"""), prices), Estimate(Server("""{ "sku": { "name": "B2" } }"""), prices));

        changes.ShouldHaveSingleItem().ShouldBe(new CostChange("Database db: tier", 10, 30));
    }

    [Fact]
    public void PriceTable_WithAnUnknownName_IsRefusedWithItsLine()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "{\n  \"asOf\": \"2026-11-21\",\n  \"souce\": \"list\"\n}");
            Should.Throw<InvalidDataException>(() => PriceTable.Read(file)).Message.ShouldStartWith($"{file}(3): ");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Price Tier(string sku, decimal monthly) => new() { Type = "Database", Part = "tier", Monthly = monthly, When = Says("sku.name", sku) };

    private static Dictionary<string, string> Says(string path, string text) => new() { [path] = text };

    private static PlannedResource Server(string body) => new("Database", "2025-01-01", "db", "/g", "") { Body = JsonNode.Parse(body)!.AsObject() };

    private static CostEstimate Estimate(PlannedResource resource, params Price[] prices) => new CostEstimator(new PriceTable
    {
        AsOf = new DateOnly(2026, 11, 21),
        Source = "list",
        Currency = "USD",
        Region = "westeurope",
        Usage = new Dictionary<string, IReadOnlyDictionary<string, decimal>> { ["millions"] = new Dictionary<string, decimal> { ["*"] = 20 } },
        Prices = prices,
        Free = ["Rights/*"],
    }).Estimate(new Plan("staging", [resource]));
}
