namespace Infrastructure.Tests;

public sealed class ProductionTests
{
    [Theory]
    [InlineData("Microsoft.DBforPostgreSQL/flexibleServers", "properties.network.publicNetworkAccess")]
    [InlineData("Microsoft.KeyVault/vaults", "properties.publicNetworkAccess")]
    [InlineData("Microsoft.Cache/redisEnterprise", "properties.publicNetworkAccess")]
    [InlineData("Microsoft.ContainerRegistry/registries", "properties.publicNetworkAccess")]
    [InlineData("Microsoft.Storage/storageAccounts", "properties.publicNetworkAccess")]
    [InlineData("Microsoft.App/managedEnvironments", "properties.publicNetworkAccess")]
    public async Task Production_HasNoPublicAddressFor(string type, string path) =>
        (await Checkout.EnvironmentAsync("production")).Only(type).Text(path).ShouldBe("Disabled");

    [Fact]
    public async Task Production_ReachesWhatIsPrivateByEndpointsWithNames()
    {
        var production = await Checkout.EnvironmentAsync("production");

        var endpoints = production.All("Microsoft.Network/privateEndpoints");
        endpoints.Select(endpoint => endpoint.Text("properties.privateLinkServiceConnections[0].properties.groupIds[0]")).Order().ShouldBe(["blob", "redisEnterprise", "registry", "vault"]);
        production.All("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count.ShouldBe(endpoints.Count);
    }

    [Fact]
    public async Task Production_SurvivesTheLossOfAZone()
    {
        var production = await Checkout.EnvironmentAsync("production");

        production.Only("Microsoft.App/managedEnvironments").Text("properties.zoneRedundant").ShouldBe("true");
        production.Only("Microsoft.DBforPostgreSQL/flexibleServers").Text("properties.highAvailability.mode").ShouldBe("ZoneRedundant");
        production.Only("Microsoft.ContainerRegistry/registries").Text("properties.zoneRedundancy").ShouldBe("Enabled");
        production.Only("Microsoft.Cache/redisEnterprise").Text("properties.highAvailability").ShouldBe("Enabled");
        production.Only("Microsoft.Storage/storageAccounts").Text("sku.name").ShouldBe("Standard_GZRS");
    }

    [Fact]
    public async Task Production_KeepsBackupsForThirtyFiveDaysInTwoRegions()
    {
        var server = (await Checkout.EnvironmentAsync("production")).Only("Microsoft.DBforPostgreSQL/flexibleServers");

        server.Text("properties.backup.backupRetentionDays").ShouldBe("35");
        server.Text("properties.backup.geoRedundantBackup").ShouldBe("Enabled");
    }

    [Fact]
    public async Task Production_IsReachedThroughTheFirewallOnly()
    {
        var production = await Checkout.EnvironmentAsync("production");

        production.Only("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies").Text("properties.policySettings.mode").ShouldBe("Prevention");
        production.Only("Microsoft.Cdn/profiles/securityPolicies").Find("properties.parameters.associations[0].domains")!.AsArray().Count.ShouldBe(2);
        production.Only("Microsoft.Cdn/profiles/originGroups/origins").Text("properties.sharedPrivateLinkResource.groupId").ShouldBe("managedEnvironments");
    }

    [Fact]
    public async Task Staging_IsSmall()
    {
        var staging = await Checkout.EnvironmentAsync("staging");

        staging.Only("Microsoft.DBforPostgreSQL/flexibleServers").Text("sku.tier").ShouldBe("Burstable");
        staging.Only("Microsoft.DBforPostgreSQL/flexibleServers").Text("properties.backup.backupRetentionDays").ShouldBe("7");
        staging.All("Microsoft.Cdn/profiles").ShouldBeEmpty();
        staging.All("Microsoft.ContainerRegistry/registries").ShouldBeEmpty();
    }
}
