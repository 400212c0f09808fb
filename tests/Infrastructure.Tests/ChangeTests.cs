using Frostline.Bicep.Plans;

namespace Infrastructure.Tests;

public sealed class ChangeTests
{
    [Fact]
    public async Task Change_OfASize_IsOneLineInThePlanAndOneInTheCost()
    {
        using var copy = new Copy();
        copy.Replace("environments/staging.bicepparam", "'Standard_B1ms'", "'Standard_B2s'");

        var staging = (await copy.CheckAsync()).Environments.Single(environment => environment.Name == "staging");

        var change = staging.Changes.ShouldHaveSingleItem();
        change.Kind.ShouldBe(PlanChangeKind.Changed);
        change.Properties.ShouldHaveSingleItem().ToString().ShouldBe("~ sku.name: \"Standard_B1ms\" => \"Standard_B2s\"");
        var cost = staging.CostChanges.ShouldHaveSingleItem();
        cost.Difference.ShouldBe(43.07m);
        cost.Name.ShouldStartWith("Microsoft.DBforPostgreSQL/flexibleServers psql-coffee-");
    }

    [Fact]
    public async Task Change_ThatIsAccepted_IsTheSnapshotFromThenOn()
    {
        using var copy = new Copy();
        copy.Replace("environments/staging.bicepparam", "retentionInDays: 30", "retentionInDays: 60");

        (await copy.CheckAsync(updateSnapshots: true)).Environments.Single(environment => environment.Name == "staging").Changes.Count.ShouldBe(1);

        (await copy.CheckAsync()).Environments.ShouldAllBe(environment => environment.Changes.Count == 0);
        copy.Read("snapshots/staging.json").ShouldContain("\"retentionInDays\": 60");
    }

    [Fact]
    public async Task Alternatives_OfHostingAndDatabase_AreWholeToo()
    {
        using var copy = new Copy();
        copy.Replace("environments/production.bicepparam", "  kind: 'containerApps'\n  cpu: '0.5'\n", "  kind: 'appService'\n  sku: 'P0v3'\n");
        copy.Replace("environments/production.bicepparam", "engine: 'postgresql'", "engine: 'sql'");
        copy.Replace("environments/production.bicepparam", "    sku: 'Standard_D2ds_v5'\n    tier: 'GeneralPurpose'\n    storageGB: 128\n", "    sku: 'GP_Gen5'\n    tier: 'GeneralPurpose'\n    capacity: 2\n");
        copy.Replace("environments/production.bicepparam", "amount: 1165", "amount: 2000");

        var result = await copy.CheckAsync();

        result.Findings.Where(finding => finding.Suppression is null).Select(finding => finding.ToString()).ShouldBeEmpty();
        var production = result.Environments.Single(environment => environment.Name == "production");
        production.All("Microsoft.Web/sites/slots").Select(slot => slot.Name[(slot.Name.IndexOf('/') + 1)..]).Order().ShouldBe(["blue", "blue", "green", "green"]);
        production.Only("Microsoft.Insights/autoscalesettings").Find("properties.profiles[0].rules")!.AsArray().Select(rule => (int)rule!["metricTrigger"]!["threshold"]!).ShouldBe([70, 30]);
        production.Only("Microsoft.Sql/servers").Text("properties.publicNetworkAccess").ShouldBe("Disabled");
        production.All("Microsoft.App/containerApps").ShouldBeEmpty();
    }
}
