using System.Text.Json.Nodes;
using Frostline.Delivery.Deployments;
using Frostline.Pipeline.Provisioning;

namespace Pipeline.Tests;

public sealed class WhatIfTextTests
{
    [Fact]
    public void Text_NamesWhatWouldChangePropertyByProperty_AndCountsTheRest()
    {
        var path = "/subscriptions/s/resourceGroups/g/providers/";
        var text = WhatIfText.Of(
        [
            new($"{path}Microsoft.Network/virtualNetworks/net", "NoChange", [], null),
            new($"{path}Microsoft.Cache/redisEnterprise/cache", "Modify", [new("sku.name", "Modify", JsonValue.Create("B0"), JsonValue.Create("B1"), [])], null),
            new($"{path}Microsoft.App/containerApps/api", "Modify",
                [new("properties.template.containers", "Array", null, null, [new("0", "Modify", null, null, [new("image", "Create", null, JsonValue.Create("i"), [])])])], null),
            new($"{path}Microsoft.Web/staticSites/site", "Create", [], null),
            new($"{path}Microsoft.Resources/deployments/late", "Unsupported", [], "not known yet"),
        ]);

        text.ShouldBe(
            """
            ~ Microsoft.App/containerApps/api
                + properties.template.containers[0].image: "i"
            ~ Microsoft.Cache/redisEnterprise/cache
                ~ sku.name: "B0" => "B1"
            ? Microsoft.Resources/deployments/late: not known yet
            + Microsoft.Web/staticSites/site
            2 to change, 1 to create, 1 unchanged, 1 unknown before deployment
            """);
    }
}
