using System.Text.Json.Nodes;
using LocalAzure.Tests.Management;
using static LocalAzure.Tests.Deployments.Deploying;

namespace LocalAzure.Tests.Deployments;

public sealed class ForeseeingDeployments : IAsyncLifetime
{
    private LocalAzureUnderTest azure = null!;

    public async ValueTask InitializeAsync() => azure = await LocalAzureUnderTest.StartWithEnvironmentAsync();

    public ValueTask DisposeAsync() => azure.DisposeAsync();

    [Fact]
    public async Task WhatIf_BeforeAndAfterADeployment_TellsWhatChanges()
    {
        var body = Body(Template(new JsonArray(App("api", "v1"), Thing(30)).ToJsonString()));
        (await ChangesAsync(body)).ShouldBe([("api", "Create"), ("test", "Ignore"), ("x", "Create")]);

        await azure.SucceedAsync("d", body);
        (await ChangesAsync(body)).ShouldBe([("api", "NoChange"), ("test", "Ignore"), ("x", "NoChange")]);

        var changed = Body(Template(new JsonArray(App("api", "v2"), Thing(60)).ToJsonString()));
        var changes = await WhatIfAsync(changed);
        changes.Select(change => change.Text("changeType")).ShouldBe(["Modify", "Modify", "Ignore"]);
        changes[1]["delta"]!.ToJsonString().ShouldBe("""[{"path":"properties.template.revisionSuffix","propertyChangeType":"Modify","before":"v1","after":"v2"}]""");
        changes[0]["delta"]!.ToJsonString().ShouldBe("""[{"path":"properties.days","propertyChangeType":"Modify","before":30,"after":60}]""");
        changes[0]["before"]!["properties"]!["days"]!.GetValue<int>().ShouldBe(30);
    }

    [Fact]
    public async Task WhatIf_WithIdsOnly_TellsWhatIsDeployed()
    {
        var body = Body(Template(new JsonArray(Thing(30)).ToJsonString()));
        body["properties"]!["whatIfSettings"] = new JsonObject { ["resultFormat"] = "ResourceIdOnly" };

        var changes = await WhatIfAsync(body);

        changes.Single(change => change.Text("resourceId").EndsWith("/x", StringComparison.Ordinal)).ToJsonString()
            .ShouldBe($$"""{"resourceId":"{{LocalAzureUnderTest.Group}}/providers/A.B/c/x","changeType":"Deploy"}""");
    }

    [Fact]
    public async Task WhatIf_OfModules_UnfoldsThemAndFollowsTheirOutputs()
    {
        var first = Template("""[{"type":"Microsoft.ManagedIdentity/userAssignedIdentities","apiVersion":"2024-11-30","name":"id","location":"westeurope"}]""",
            outputs: """{"principal":{"type":"string","value":"[reference(resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'id'), '2024-11-30').principalId]"}}""");
        var second = Template("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"[guid(parameters('p'))]","properties":{"p":"[parameters('p')]"}}]""", """{"p":{"type":"string"}}""");
        string Module(string name, JsonNode template, string parameters, string after) => $$"""
            {"type":"Microsoft.Resources/deployments","apiVersion":"2024-03-01","name":"{{name}}","dependsOn":[{{after}}],"properties":{"mode":"Incremental","expressionEvaluationOptions":{"scope":"inner"},"parameters":{{parameters}},"template":{{template.ToJsonString()}} } }
            """;
        var p = """{"p":{"value":"[reference('first').outputs.principal.value]"}}""";
        var body = Body(Template($$"""{"first":{{Module("first", first, "{}", "")}},"second":{{Module("second", second, p, "\"first\"")}} }"""));

        var before = await WhatIfAsync(body);
        await azure.SucceedAsync("modules", body);
        var after = await WhatIfAsync(body);

        before.Select(change => change.Text("changeType")).Order().ShouldBe(["Create", "Create", "Ignore"]);
        after.Select(change => change.Text("resourceId")).ShouldBe(before.Select(change => change.Text("resourceId")));
        after.Select(change => change.Text("changeType")).Order().ShouldBe(["Ignore", "NoChange", "NoChange"]);
    }

    [Fact]
    public async Task WhatIf_OfSecureParameters_CoversThem()
    {
        var template = Template("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"x","properties":{"connection":"[format('Password={0}', parameters('p'))]","plain":"shown"}}]""", """{"p":{"type":"securestring"}}""");

        using var response = await azure.PostAsync("d", "whatIf", Body(template, """{"p":{"value":"correct-horse"}}"""));

        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("shown");
        text.ShouldNotContain("correct-horse");
    }

    private static JsonObject Thing(int days) => new()
    {
        ["type"] = "A.B/c",
        ["apiVersion"] = "2024-01-01",
        ["name"] = "x",
        ["properties"] = new JsonObject { ["days"] = days },
    };

    private async Task<IReadOnlyList<JsonNode>> WhatIfAsync(JsonNode body)
    {
        using var response = await azure.PostAsync("d", "whatIf", body);
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        return [.. (await response.ReadAsync())["properties"]!["changes"]!.AsArray().Select(change => change!)];
    }

    private async Task<IEnumerable<(string, string)>> ChangesAsync(JsonNode body) =>
        (await WhatIfAsync(body)).Select(change => (change.Text("resourceId").Split('/')[^1], change.Text("changeType"))).Order();
}
