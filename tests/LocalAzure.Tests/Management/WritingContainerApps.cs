using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static LocalAzure.Tests.Management.LocalAzureUnderTest;

namespace LocalAzure.Tests.Management;

public sealed class WritingContainerApps : IAsyncLifetime
{
    private LocalAzureUnderTest azure = null!;

    public async ValueTask InitializeAsync() => azure = await StartWithEnvironmentAsync();

    public ValueTask DisposeAsync() => azure.DisposeAsync();

    [Fact]
    public async Task Put_WhenNew_AnswersCreatedWithAnOperationThatSucceeds()
    {
        using var response = await azure.SendAsync(HttpMethod.Put, App("api"), Body("v1"));

        ((int)response.StatusCode).ShouldBe(201);
        response.Headers.GetValues("Azure-AsyncOperation").Single().ShouldStartWith($"https://127.0.0.1:{azure.Options.ManagementPort}/subscriptions/sub/providers/Microsoft.App/locations/westeurope/containerappOperationStatuses/");
        (await azure.FinishAsync(response))["status"]!.GetValue<string>().ShouldBe("Succeeded");
        await azure.WaitForReadyAsync("api", "api--v1");
        var properties = (await azure.GetAsync(App("api")))["properties"]!;
        properties["provisioningState"]!.GetValue<string>().ShouldBe("Succeeded");
        properties["latestRevisionFqdn"]!.GetValue<string>().ShouldBe("api--v1.test.localhost");
        properties["configuration"]!["ingress"]!["fqdn"]!.GetValue<string>().ShouldBe("api.test.localhost");
        var port = properties["configuration"]!["ingress"]!["exposedPort"]!.GetValue<int>();
        using var plain = new HttpClient();
        (await plain.GetAsync($"http://127.0.0.1:{port}/ready")).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Put_WithWhatGetAnswered_ChangesNothing()
    {
        var app = await azure.DeployAsync("api", Body("v1"));

        using var response = await azure.SendAsync(HttpMethod.Put, App("API"), app);

        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        (await azure.GetAsync($"{App("api")}/revisions"))["value"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Patch_WithTraffic_ReplacesTheArrayWholeAndMakesNoRevision()
    {
        await azure.DeployAsync("api", Body("v1"));
        await azure.FinishAsync(HttpMethod.Patch, App("api"), Template("v2"));
        await azure.FinishAsync(HttpMethod.Patch, App("api"), Traffic(("api--v1", 90, "blue"), ("api--v2", 10, "green")));

        using var response = await azure.SendAsync(HttpMethod.Patch, App("api"), Traffic(("api--v2", 100, null)));

        ((int)response.StatusCode).ShouldBe(202);
        response.Headers.Location!.AbsoluteUri.ShouldContain("containerappOperationResults");
        (await azure.FinishAsync(response))["status"]!.GetValue<string>().ShouldBe("Succeeded");
        var traffic = (await azure.GetAsync(App("api")))["properties"]!["configuration"]!["ingress"]!["traffic"]!.AsArray();
        traffic.Count.ShouldBe(1);
        traffic[0]!["revisionName"]!.GetValue<string>().ShouldBe("api--v2");
        traffic[0]!["label"].ShouldBeNull();
        (await azure.GetAsync($"{App("api")}/revisions"))["value"]!.AsArray().Count.ShouldBe(2);
        (await azure.GetAsync($"{App("api")}/revisions/api--v2"))["properties"]!["trafficWeight"]!.GetValue<int>().ShouldBe(100);
    }

    [Fact]
    public async Task Patch_WithASpentSuffix_IsAcceptedFailsAndSticksUntilAValidTemplate()
    {
        await azure.DeployAsync("api", Body("v1"));
        var spent = Template("v1", "other");

        var failed = await azure.FinishAsync(HttpMethod.Patch, App("api"), spent);

        failed["status"]!.GetValue<string>().ShouldBe("Failed");
        failed["error"]!["code"]!.GetValue<string>().ShouldBe("ContainerAppOperationError");
        failed["error"]!["message"]!.GetValue<string>().ShouldContain("revision with suffix v1 already exists");
        (await azure.GetAsync(App("api")))["properties"]!["provisioningState"]!.GetValue<string>().ShouldBe("Failed");

        var (status, code, _) = await azure.SendAsync(HttpMethod.Patch, App("api"), Traffic(("api--v1", 100, null))).ErrorAsync();
        (status, code).ShouldBe((400, "ContainerAppOperationError"));

        await azure.FinishAsync(HttpMethod.Patch, App("api"), Template("v2", "other"));
        (await azure.GetAsync(App("api")))["properties"]!["provisioningState"]!.GetValue<string>().ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Patch_WhileAnOperationRuns_IsAConflict()
    {
        await azure.DeployAsync("api", Body("v1"));
        (await azure.SendAsync(HttpMethod.Delete, App("api"))).EnsureSuccessStatusCode();

        var (status, code, message) = await azure.SendAsync(HttpMethod.Patch, App("api"), Traffic(("api--v1", 100, null))).ErrorAsync();

        (status, code).ShouldBe((409, "ContainerAppOperationInProgress"));
        message.ShouldStartWith("Cannot modify a container app 'api' because there is an active provisioning operation in progress. OperationId: '");
    }

    [Fact]
    public async Task Patch_OfSecrets_KeepsThemFromGetAndGivesThemOnlyWhenAskedForThem()
    {
        var body = Body("v1");
        body["properties"]!["configuration"]!["secrets"] = JsonNode.Parse("""[{"name":"password","value":"hush"}]""");
        body["properties"]!["template"]!["containers"]![0]!["env"] = JsonNode.Parse("""[{"name":"PASSWORD","secretRef":"password"}]""");
        var app = await azure.DeployAsync("api", body);

        app.ToJsonString().ShouldNotContain("hush");
        using var secrets = await azure.SendAsync(HttpMethod.Post, $"{App("api")}/listSecrets");
        (await secrets.Content.ReadAsStringAsync()).ShouldBe("""{"value":[{"name":"password","value":"hush"}]}""");
    }

    [Fact]
    public async Task SingleMode_WhenTheNewRevisionIsReady_GivesItEverythingAndDeactivatesTheOld()
    {
        await azure.DeployAsync("api", Body("v1", "Single"));
        await azure.WaitForReadyAsync("api", "api--v1");

        await azure.FinishAsync(HttpMethod.Patch, App("api"), Template("v2"));

        await Testing.Eventually.Is(
            async () => (await azure.GetAsync($"{App("api")}/revisions/api--v1"))["properties"]!["active"]!.GetValue<bool>() is false);
        (await azure.GetAsync($"{App("api")}/revisions/api--v2"))["properties"]!["trafficWeight"]!.GetValue<int>().ShouldBe(100);
    }

    [Fact]
    public async Task SingleMode_WithOneInactiveRevisionKept_ForgetsOlderOnesButNotTheirSuffixes()
    {
        var body = Body("v1", "Single");
        body["properties"]!["configuration"]!["maxInactiveRevisions"] = 1;
        await azure.DeployAsync("api", body);
        await azure.WaitForReadyAsync("api", "api--v1");
        foreach (var suffix in new[] { "v2", "v3" })
        {
            await azure.FinishAsync(HttpMethod.Patch, App("api"), Template(suffix));
            await azure.WaitForReadyAsync("api", $"api--{suffix}");
        }

        await Testing.Eventually.Holds(async () => (await azure.GetAsync($"{App("api")}/revisions"))["value"]!.AsArray()
            .Select(revision => revision!["name"]!.GetValue<string>()).ShouldBe(["api--v2", "api--v3"]));
        (await azure.FinishAsync(HttpMethod.Patch, App("api"), Template("v1")))["status"]!.GetValue<string>().ShouldBe("Failed");
    }

    [Fact]
    public async Task SingleMode_WhenTheNewRevisionIsNeverReady_SucceedsAndLeavesTheOldServing()
    {
        await azure.DeployAsync("api", Body("v1", "Single"));
        await azure.WaitForReadyAsync("api", "api--v1");

        var operation = await azure.FinishAsync(HttpMethod.Patch, App("api"), Template("v2", "never", ("NEVER_READY", "1")));

        operation["status"]!.GetValue<string>().ShouldBe("Succeeded");
        var properties = (await azure.GetAsync(App("api")))["properties"]!;
        properties["latestRevisionName"]!.GetValue<string>().ShouldBe("api--v2");
        properties["latestReadyRevisionName"]!.GetValue<string>().ShouldBe("api--v1");
        (await azure.GetAsync($"{App("api")}/revisions/api--v1"))["properties"]!["trafficWeight"]!.GetValue<int>().ShouldBe(100);
    }

    [Fact]
    public async Task Delete_EndsEverythingOfTheAppAndThenFindsNothing()
    {
        await azure.DeployAsync("api", Body("v1"));

        using var response = await azure.SendAsync(HttpMethod.Delete, App("api"));
        ((int)response.StatusCode).ShouldBe(202);
        await azure.FinishAsync(response);

        ((int)(await azure.SendAsync(HttpMethod.Get, App("api"))).StatusCode).ShouldBe(404);
        ((int)(await azure.SendAsync(HttpMethod.Delete, App("api"))).StatusCode).ShouldBe(204);
        azure.Part<LocalAzure.Revisions.IRevisions>().Find("api--v1").ShouldBeNull();
    }

    [Fact]
    public async Task Stop_EndsTheReplicas_AndStartBringsThemBack()
    {
        await azure.DeployAsync("api", Body("v1"));

        await azure.FinishAsync(await azure.SendAsync(HttpMethod.Post, $"{App("api")}/stop"));
        (await azure.GetAsync(App("api")))["properties"]!["runningStatus"]!.GetValue<string>().ShouldBe("Stopped");
        azure.Part<LocalAzure.Revisions.IRevisions>().Find("api--v1").ShouldBeNull();

        await azure.FinishAsync(await azure.SendAsync(HttpMethod.Post, $"{App("api")}/start"));
        await azure.WaitForReadyAsync("api", "api--v1");
    }

    [Fact]
    public async Task List_WhenAPageIsFull_LeadsToTheNext()
    {
        await azure.DeployAsync("api", Body("v1"));
        await azure.DeployAsync("web", Body("v1"));
        var list = $"{Group}/providers/Microsoft.App/containerApps";

        var first = await azure.GetAsync($"{list}?$top=1");
        var second = (await azure.Client.GetFromJsonAsync<JsonNode>(first["nextLink"]!.GetValue<string>()))!;

        first["value"]!.AsArray().Single()!["name"]!.GetValue<string>().ShouldBe("api");
        second["value"]!.AsArray().Single()!["name"]!.GetValue<string>().ShouldBe("web");
        second["nextLink"].ShouldBeNull();
    }

    [Fact]
    public async Task DeletingAGroup_WhoseEnvironmentHasAnAppOfAnotherGroup_IsAConflict()
    {
        const string other = "/subscriptions/sub/resourceGroups/other";
        (await azure.SendAsync(HttpMethod.Put, other, """{"location":"westeurope"}""", "2022-09-01")).EnsureSuccessStatusCode();
        (await azure.SendAsync(HttpMethod.Put, $"{other}/providers/Microsoft.App/containerApps/guest", Body("v1"))).EnsureSuccessStatusCode();

        var (status, code, _) = await azure.SendAsync(HttpMethod.Delete, Group, version: "2022-09-01").ErrorAsync();

        (status, code).ShouldBe((409, "ManagedEnvironmentHasContainerApps"));
        (await azure.GetAsync($"{other}/providers/Microsoft.App/containerApps/guest"))["name"]!.GetValue<string>().ShouldBe("guest");
    }

    [Fact]
    public async Task DeletingAGroup_TakesItsAppsAlong()
    {
        await azure.DeployAsync("api", Body("v1"));

        using var response = await azure.SendAsync(HttpMethod.Delete, Group, version: "2022-09-01");
        await azure.FinishAsync(response);

        (await azure.SendAsync(HttpMethod.Get, App("api")).ErrorAsync()).Status.ShouldBe(404);
        azure.Part<LocalAzure.Revisions.IRevisions>().Find("api--v1").ShouldBeNull();
    }

    public static JsonObject Template(string suffix, string note = "", params (string Name, string Value)[] variables)
    {
        var all = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        all["NOTE"] = note;
        return new JsonObject { ["properties"] = new JsonObject { ["template"] = Body(suffix, variables: all)["properties"]!["template"]!.DeepClone() } };
    }

    public static JsonObject Traffic(params (string Revision, int Weight, string? Label)[] entries) => new()
    {
        ["properties"] = new JsonObject
        {
            ["configuration"] = new JsonObject
            {
                ["ingress"] = new JsonObject
                {
                    ["traffic"] = new JsonArray([.. entries.Select(entry => new JsonObject { ["revisionName"] = entry.Revision, ["weight"] = entry.Weight, ["label"] = entry.Label })]),
                },
            },
        },
    };
}
