using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LocalAzure.State;
using LocalAzure.Tests.Management;
using static LocalAzure.Tests.Deployments.Deploying;

namespace LocalAzure.Tests.Deployments;

public sealed class RunningDeployments : IAsyncLifetime
{
    private LocalAzureUnderTest azure = null!;

    public async ValueTask InitializeAsync() => azure = await LocalAzureUnderTest.StartWithEnvironmentAsync();

    public ValueTask DisposeAsync() => azure.DisposeAsync();

    [Fact]
    public async Task Put_OfAContainerApp_RunsIt()
    {
        var template = Template(new JsonArray(App("api", "v1")).ToJsonString(), outputs: """{"host":{"type":"string","value":"[reference(resourceId('Microsoft.App/containerApps', 'api')).configuration.ingress.fqdn]"}}""");

        using var response = await azure.SendAsync(HttpMethod.Put, Path("first"), Body(template).ToJsonString(), ApiVersion);
        ((int)response.StatusCode).ShouldBe(201, await response.Content.ReadAsStringAsync());
        (await response.ReadAsync())["properties"]!.Text("provisioningState").ShouldBe("Accepted");
        response.Headers.GetValues("Azure-AsyncOperation").Single().ShouldStartWith($"https://127.0.0.1:{azure.Options.ManagementPort}{Path("first")}/operationStatuses/");

        await Testing.Eventually.Is(async () => (await azure.GetAsync(Path("first")))["properties"]!.Text("provisioningState") == "Succeeded");
        await azure.WaitForReadyAsync("api", "api--v1");
        var deployment = await azure.GetAsync(Path("first"));
        deployment["properties"]!["outputs"]!["host"]!.Text("value").ShouldBe("api.test.localhost");
        deployment["properties"]!["outputResources"]![0]!.Text("id").ShouldBe(LocalAzureUnderTest.App("api"));
        (await azure.OperationsAsync("first"))["api"].Text("statusCode").ShouldBe("Created");
    }

    [Fact]
    public async Task Put_OfTheSameTemplateAgain_ChangesNothing()
    {
        var body = Body(Template(new JsonArray(App("api")).ToJsonString()));
        await azure.SucceedAsync("twice", body);

        using var again = await azure.SendAsync(HttpMethod.Put, Path("twice"), body.ToJsonString(), ApiVersion);
        ((int)again.StatusCode).ShouldBe(200);
        await azure.SucceedAsync("thrice", body);

        (await azure.GetAsync($"{LocalAzureUnderTest.App("api")}/revisions"))["value"]!.AsArray().Count.ShouldBe(1);
        (await azure.OperationsAsync("thrice"))["api"]["statusMessage"]!.Text("status").ShouldBe("Nothing changed.");
    }

    [Fact]
    public async Task Put_OfAnEnvironmentWithItsApps_MakesThemInOrder()
    {
        var app = App("api", "v1");
        app["properties"]!["environmentId"] = "[resourceId('Microsoft.App/managedEnvironments', 'fresh')]";
        app["dependsOn"] = new JsonArray("environment");
        var template = Template($$"""
            {
              "api": {{app.ToJsonString()}},
              "environment": {"type":"Microsoft.App/managedEnvironments","apiVersion":"2025-01-01","name":"fresh","location":"[resourceGroup().location]","properties":{} }
            }
            """, outputs: """{"domain":{"type":"string","value":"[reference('environment').defaultDomain]"},"host":{"type":"string","value":"[reference('api').configuration.ingress.fqdn]"}}""");

        var outputs = (await azure.SucceedAsync("both", Body(template)))["properties"]!["outputs"]!;

        outputs["domain"]!.Text("value").ShouldBe("fresh.localhost");
        outputs["host"]!.Text("value").ShouldBe("api.fresh.localhost");
        var operations = await azure.OperationsAsync("both");
        string.CompareOrdinal(operations["fresh"].Text("timestamp"), operations["api"].Text("timestamp")).ShouldBeLessThan(0);
    }

    [Fact]
    public async Task Put_OfATypeLocalAzureDoesNotHave_KeepsItAndSaysSo()
    {
        var template = Template("""
            [
              {"type":"Microsoft.OperationalInsights/workspaces","apiVersion":"2025-07-01","name":"logs","location":"westeurope","properties":{"retentionInDays":30}},
              {"type":"Microsoft.Insights/diagnosticSettings","apiVersion":"2021-05-01-preview","name":"all","scope":"[resourceId('Microsoft.App/managedEnvironments', 'test')]","properties":{"workspaceId":"[resourceId('Microsoft.OperationalInsights/workspaces', 'logs')]"}}
            ]
            """, outputs: """{"customer":{"type":"string","value":"[reference(resourceId('Microsoft.OperationalInsights/workspaces', 'logs'), '2025-07-01').customerId]"}}""");

        var deployment = await azure.SucceedAsync("kept", Body(template));

        (await azure.OperationsAsync("kept"))["logs"]["statusMessage"]!.Text("status").ShouldStartWith("Kept, not run: LocalAzure has no resources of type 'Microsoft.OperationalInsights/workspaces'.");
        var logs = await azure.GetAsync($"{LocalAzureUnderTest.Group}/providers/Microsoft.OperationalInsights/workspaces/LOGS");
        logs["properties"]!["retentionInDays"]!.GetValue<int>().ShouldBe(30);
        deployment["properties"]!["outputs"]!["customer"]!.Text("value").ShouldBe(logs["properties"]!.Text("customerId"));
        (await azure.GetAsync($"{LocalAzureUnderTest.EnvironmentPath}/providers/Microsoft.Insights/diagnosticSettings/all"))["properties"]!.Text("workspaceId").ShouldBe(logs.Text("id"));
        var listed = (await azure.GetAsync($"{LocalAzureUnderTest.Group}/resources"))["value"]!.AsArray().Select(resource => resource!.Text("type"));
        listed.ShouldBe(["Microsoft.App/managedEnvironments", "Microsoft.Insights/diagnosticSettings", "Microsoft.OperationalInsights/workspaces"], ignoreOrder: true);
    }

    [Fact]
    public async Task Put_WithLoopsConditionsAndModules_MakesEveryTurnOnce()
    {
        var module = Template(
            """[{"type":"A.B/c","apiVersion":"2024-01-01","name":"[parameters('name')]","properties":{"secret":"[parameters('secret')]","big":"[variables('big')]"}}]""",
            """{"name":{"type":"string","minLength":3},"secret":{"type":"securestring"}}""",
            """{"big":"[toUpper(parameters('name'))]"}""",
            """{"id":{"type":"string","value":"[resourceId('A.B/c', parameters('name'))]"},"hush":{"type":"securestring","value":"[parameters('secret')]"}}""");
        var template = Template($$"""
            {
              "modules": {
                "copy":{"name":"modules","count":"[length(parameters('names'))]","mode":"serial","batchSize":1},
                "type":"Microsoft.Resources/deployments","apiVersion":"2024-03-01","name":"[format('module-{0}', copyIndex())]",
                "properties":{"mode":"Incremental","expressionEvaluationOptions":{"scope":"inner"},
                  "parameters":{"name":{"value":"[parameters('names')[copyIndex()]]"},"secret":{"value":"hidden-{{nameof(Put_WithLoopsConditionsAndModules_MakesEveryTurnOnce)}}"} },
                  "template":{{module.ToJsonString()}} }
              },
              "never": {"condition":"[equals(1, 2)]","type":"A.B/c","apiVersion":"2024-01-01","name":"never","properties":{} },
              "after": {"type":"A.B/c","apiVersion":"2024-01-01","name":"after","dependsOn":["modules","never"],"properties":{
                "copy":[{"name":"ids","count":2,"input":"[reference(format('modules[{0}]', copyIndex('ids'))).outputs.id.value]"}],
                "hush":"[reference('modules[0]').outputs.hush.value]",
                "whole":"[startsWith(listOutputsWithSecureValues('modules[0]', '2025-04-01').hush, 'hidden-')]"} }
            }
            """, """{"names":{"type":"array","items":{"type":"string"}}}""");

        await azure.SucceedAsync("loops", Body(template, """{"names":{"value":["one","two"]}}"""));

        var after = await azure.GetAsync($"{LocalAzureUnderTest.Group}/providers/A.B/c/after");
        after["properties"]!["ids"]!.AsArray().Select(id => id!.GetValue<string>().Split('/')[^1]).ShouldBe(["one", "two"]);
        after["properties"]!["whole"]!.GetValue<bool>().ShouldBeTrue();
        (await azure.GetAsync($"{LocalAzureUnderTest.Group}/providers/A.B/c/two"))["properties"]!.Text("big").ShouldBe("TWO");
        ((int)(await azure.SendAsync(HttpMethod.Get, $"{LocalAzureUnderTest.Group}/providers/A.B/c/never")).StatusCode).ShouldBe(404);
        (await azure.OperationsAsync("loops")).Keys.ShouldBe(["module-0", "module-1", "after"], ignoreOrder: true);
        (await azure.GetAsync(Path("module-0")))["properties"]!["outputs"]!["hush"]!["value"].ShouldBeNull();
        (await azure.GetAsync(Path("module-0")))["properties"]!["parameters"]!["secret"]!.ToJsonString().ShouldBe("""{"type":"SecureString"}""");
        (await azure.GetAsync($"{LocalAzureUnderTest.Group}/providers/A.B/c/one"))["properties"]!["secret"].ShouldBeNull();
    }

    [Fact]
    public async Task Put_WhenAResourceIsRefused_FailsWithTheInnerErrorAndDeploysWhatDoesNotNeedIt()
    {
        var bad = App("api");
        bad["properties"]!["environmentId"] = "/nothing";
        var template = Template($$"""
            {
              "bad": {{bad.ToJsonString()}},
              "needs": {"type":"A.B/c","apiVersion":"2024-01-01","name":"needs","dependsOn":["bad"],"properties":{} },
              "free": {"type":"A.B/c","apiVersion":"2024-01-01","name":"free","properties":{} }
            }
            """);

        var error = (await azure.RunAsync("failing", Body(template)))["properties"]!["error"]!;

        error.Text("code").ShouldBe("DeploymentFailed");
        error["details"]![0]!.Text("code").ShouldBe("ManagedEnvironmentNotFound");
        var operations = await azure.OperationsAsync("failing");
        operations.Keys.ShouldBe(["api", "free"], ignoreOrder: true);
        operations["api"].Text("provisioningState").ShouldBe("Failed");
        operations["api"].Text("statusCode").ShouldBe("BadRequest");
        operations["api"]["statusMessage"]!["error"]!.Text("code").ShouldBe("ManagedEnvironmentNotFound");
    }

    [Fact]
    public async Task Put_WhenAModuleFails_TellsTheErrorOfTheInnermost()
    {
        var inner = Template("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"x","properties":{"p":"[reference(resourceId('A.B/c', 'missing'), '2024-01-01').p]"}}]""");
        var outer = Template($$"""[{"type":"Microsoft.Resources/deployments","apiVersion":"2024-03-01","name":"inner","properties":{"mode":"Incremental","expressionEvaluationOptions":{"scope":"inner"},"template":{{inner.ToJsonString()}} } }]""");

        var error = (await azure.RunAsync("outer", Body(outer)))["properties"]!["error"]!;

        error["details"]![0]!.Text("code").ShouldBe("ResourceDeploymentFailure");
        error["details"]![0]!["details"]![0]!.Text("code").ShouldBe("DeploymentFailed");
        var innermost = error["details"]![0]!["details"]![0]!["details"]![0]!;
        innermost.Text("code").ShouldBe("ResourceNotFound");
        innermost.Text("message").ShouldStartWith("The Resource 'A.B/c/missing' under resource group 'rg' was not found.");
    }

    [Fact]
    public async Task Put_OfAModuleInTheOuterScope_UsesTheParametersAround()
    {
        var inner = Template("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"[parameters('name')]","properties":{"v":"[variables('v')]"}}]""");
        var outer = Template(
            $$"""[{"type":"Microsoft.Resources/deployments","apiVersion":"2024-03-01","name":"inner","properties":{"mode":"Incremental","template":{{inner.ToJsonString()}} } }]""",
            """{"name":{"type":"string","defaultValue":"around"}}""",
            """{"v":"mine"}""");

        await azure.SucceedAsync("outer", Body(outer));

        (await azure.GetAsync($"{LocalAzureUnderTest.Group}/providers/A.B/c/around"))["properties"]!.Text("v").ShouldBe("mine");
    }

    [Fact]
    public async Task Put_ToASubscription_MakesGroupsAndDeploysIntoThem()
    {
        var inner = Template("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"x","location":"[resourceGroup().location]","properties":{}}]""");
        var template = Template($$"""
            {
              "group":{"type":"Microsoft.Resources/resourceGroups","apiVersion":"2024-03-01","name":"made","location":"[deployment().location]"},
              "inside":{"type":"Microsoft.Resources/deployments","apiVersion":"2024-03-01","name":"inside","resourceGroup":"made","dependsOn":["group"],
                "properties":{"mode":"Incremental","expressionEvaluationOptions":{"scope":"inner"},"template":{{inner.ToJsonString()}} } }
            }
            """);
        var body = Body(template);
        body["location"] = "northeurope";

        await azure.SucceedAsync("groups", body, "/subscriptions/sub");

        (await azure.GetAsync("/subscriptions/sub/resourceGroups/made/providers/A.B/c/x")).Text("location").ShouldBe("northeurope");
    }

    [Fact]
    public async Task Put_OfADatabase_MakesItsServerAsAResource()
    {
        var template = Template("""
            [{"type":"Microsoft.Resources/resourceGroups","apiVersion":"2024-03-01","name":"unused","location":"westeurope","condition":false},
             {"type":"Microsoft.DBforPostgreSQL/flexibleServers","apiVersion":"2024-08-01","name":"server","location":"westeurope","properties":{"administratorLoginPassword":"[parameters('password')]"}}]
            """, """{"password":{"type":"secureString"}}""");

        var deployment = await azure.SucceedAsync("database", Body(template, """{"password":{"value":"correct-horse"}}"""));

        deployment["properties"]!["parameters"]!["password"]!.ToJsonString().ShouldBe("""{"type":"SecureString"}""");
        using var server = await azure.SendAsync(HttpMethod.Get, $"{LocalAzureUnderTest.Group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/server", version: "2024-08-01");
        (await server.ReadAsync())["properties"]!.Text("state").ShouldBe("Ready");
        File.ReadAllText(azure.State.State).ShouldNotContain("correct-horse");
    }

    [Fact]
    public async Task SecretsOfAKeyVault_ThatWasDeployed_ReachTheApp()
    {
        var app = App("api", "v1");
        app["properties"]!["configuration"]!["secrets"] = JsonNode.Parse("""[{"name":"connection","keyVaultUrl":"[reference('secret').secretUri]","identity":"system"}]""");
        app["dependsOn"] = new JsonArray("secret");
        var template = Template($$"""
            {
              "vault":{"type":"Microsoft.KeyVault/vaults","apiVersion":"2025-05-01","name":"kv","location":"westeurope","properties":{} },
              "secret":{"type":"Microsoft.KeyVault/vaults/secrets","apiVersion":"2025-05-01","name":"kv/connection","dependsOn":["vault"],"properties":{"value":"Host=here"} },
              "api":{{app.ToJsonString()}}
            }
            """);

        await azure.SucceedAsync("secrets", Body(template));

        using var secrets = await azure.SendAsync(HttpMethod.Post, $"{LocalAzureUnderTest.App("api")}/listSecrets");
        (await secrets.ReadAsync())["value"]![0]!.Text("value").ShouldBe("Host=here");
        (await azure.GetAsync($"{LocalAzureUnderTest.Group}/providers/Microsoft.KeyVault/vaults/kv/secrets/connection")).ToJsonString().ShouldNotContain("Host=here");
    }

    [Fact]
    public async Task Cancel_WhileItRuns_EndsItAndBeginsNothingMore()
    {
        var template = Template($$"""{"api":{{App("api", "v1").ToJsonString()}},"after":{"type":"A.B/c","apiVersion":"2024-01-01","name":"after","dependsOn":["api"],"properties":{} } }""");
        await azure.DisturbAsync("api", """{"operationSeconds":3}""");
        using var put = await azure.SendAsync(HttpMethod.Put, Path("long"), Body(template).ToJsonString(), ApiVersion);
        put.EnsureSuccessStatusCode();

        var (status, code, _) = await azure.SendAsync(HttpMethod.Put, Path("long"), Body(template).ToJsonString(), ApiVersion).ErrorAsync();
        (status, code).ShouldBe((409, "DeploymentActive"));
        ((int)(await azure.SendAsync(HttpMethod.Post, $"{Path("long")}/cancel", version: ApiVersion)).StatusCode).ShouldBe(204);

        await Testing.Eventually.Is(async () => (await azure.GetAsync(Path("long")))["properties"]!.Text("provisioningState") == "Canceled");
        ((int)(await azure.SendAsync(HttpMethod.Get, $"{LocalAzureUnderTest.Group}/providers/A.B/c/after")).StatusCode).ShouldBe(404);
        (await azure.SendAsync(HttpMethod.Post, $"{Path("long")}/cancel", version: ApiVersion).ErrorAsync()).Code.ShouldBe("DeploymentCannotBeCancelled");
    }

    [Fact]
    public async Task Delete_ForgetsTheDeploymentAndKeepsWhatItMade()
    {
        await azure.SucceedAsync("gone", Body(Template("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"stays","properties":{}}]""")));

        ((int)(await azure.SendAsync(HttpMethod.Delete, Path("gone"), version: ApiVersion)).StatusCode).ShouldBe(204);

        (await azure.SendAsync(HttpMethod.Get, Path("gone"), version: ApiVersion).ErrorAsync()).ShouldBe((404, "DeploymentNotFound", "Deployment 'gone' could not be found."));
        ((int)(await azure.SendAsync(HttpMethod.Head, Path("gone"), version: ApiVersion)).StatusCode).ShouldBe(404);
        (await azure.GetAsync($"{LocalAzureUnderTest.Group}/providers/A.B/c/stays")).Text("name").ShouldBe("stays");
    }

    [Fact]
    public async Task EveryAnswer_HasTheOfficialNamesAndValues()
    {
        var failing = App("api");
        failing["properties"]!["environmentId"] = "/nothing";
        var template = Template(
            $$"""[{{failing.ToJsonString()}},{"type":"A.B/c","apiVersion":"2024-01-01","name":"x","dependsOn":["api"],"properties":{} },{"type":"A.B/c","apiVersion":"2024-01-01","name":"y","properties":{} }]""",
            """{"p":{"type":"string","defaultValue":"v"}}""",
            outputs: """{"o":{"type":"string","value":"v"}}""");
        var body = Body(template);

        OfficialShapes.FindUnknown("DeploymentExtended", await azure.RunAsync("official", body)).ShouldBeEmpty();
        foreach (var operation in (await azure.GetAsync($"{LocalAzureUnderTest.Group}/deployments/official/operations"))["value"]!.AsArray())
            OfficialShapes.FindUnknown("DeploymentOperation", operation!).ShouldBeEmpty();

        using var validated = await azure.PostAsync("official", "validate", body);
        OfficialShapes.FindUnknown("DeploymentValidateResult", await validated.ReadAsync()).ShouldBeEmpty();
        using var refused = await azure.PostAsync("official", "validate", Body(Template("""[{"type":"A.B/c","name":"x"}]""")));
        OfficialShapes.FindUnknown("DeploymentValidateResult", await refused.ReadAsync()).ShouldBeEmpty();
        using var foreseen = await azure.PostAsync("official", "whatIf", body);
        OfficialShapes.FindUnknown("WhatIfOperationResult", await foreseen.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ExportTemplate_GivesBackWhatWasSent()
    {
        var template = Template("""[{"type":"A.B/c","apiVersion":"2024-01-01","name":"[concat('a', 'b')]","properties":{}}]""");
        await azure.SucceedAsync("export", Body(template));

        using var exported = await azure.SendAsync(HttpMethod.Post, $"{Path("export")}/exportTemplate", version: ApiVersion);

        JsonNode.DeepEquals((await exported.ReadAsync())["template"], template).ShouldBeTrue();
    }
}

public sealed class ResumingDeployments
{
    [Fact]
    public async Task Deployment_ThatAStopCutOff_IsFinishedAfterTheNextStart()
    {
        using var folder = new Testing.TemporaryFolder("localazure");
        await using (var azure = await LocalAzureUnderTest.StartAgainAsync(folder))
        {
            (await azure.SendAsync(HttpMethod.Put, LocalAzureUnderTest.Group, """{"location":"westeurope"}""", "2022-09-01")).EnsureSuccessStatusCode();
            (await azure.SendAsync(HttpMethod.Put, LocalAzureUnderTest.EnvironmentPath, """{"location":"westeurope","properties":{}}""")).EnsureSuccessStatusCode();
            var module = Template(new JsonArray(App("api", "v1")).ToJsonString());
            var template = Template($$"""
                {
                  "module":{"type":"Microsoft.Resources/deployments","apiVersion":"2024-03-01","name":"module","properties":{"mode":"Incremental","expressionEvaluationOptions":{"scope":"inner"},"template":{{module.ToJsonString()}} } },
                  "after":{"type":"A.B/c","apiVersion":"2024-01-01","name":"after","dependsOn":["module"],"properties":{"by":"[parameters('by')]"} }
                }
                """, """{"by":{"type":"string"}}""");
            await azure.DisturbAsync("api", """{"operationSeconds":600}""");
            (await azure.SendAsync(HttpMethod.Put, Path("cut"), Body(template, """{"by":{"value":"given"}}""").ToJsonString(), ApiVersion)).EnsureSuccessStatusCode();
            await Testing.Eventually.Is(() => azure.Part<StateStore>().Current.Apps.Values.Any(app => app.ActiveOperation is not null));
        }

        await using var again = await LocalAzureUnderTest.StartAgainAsync(folder);

        await Testing.Eventually.Is(async () => (await again.GetAsync(Path("cut")))["properties"]!.Text("provisioningState") == "Succeeded");
        await again.WaitForReadyAsync("api", "api--v1");
        (await again.GetAsync($"{LocalAzureUnderTest.Group}/providers/A.B/c/after"))["properties"]!.Text("by").ShouldBe("given");
    }
}
