using System.Net.Http.Json;
using System.Text.Json.Nodes;
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

        await Testing.Eventually.Is(async () => (await azure.GetAsync(Path("first")))["properties"]!.Text("provisioningState") == "Succeeded", TimeSpan.FromSeconds(20));
        await azure.WaitForReadyAsync("api", "api--v1");
        (await azure.GetAsync(Path("first")))["properties"]!["outputs"]!["host"]!.Text("value").ShouldBe("api.test.localhost");
        (await azure.OperationsAsync("first"))["api"].Text("statusCode").ShouldBe("Created");
    }
}
