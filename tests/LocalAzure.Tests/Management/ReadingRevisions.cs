using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static LocalAzure.Tests.Management.LocalAzureUnderTest;

namespace LocalAzure.Tests.Management;

public sealed class ReadingRevisions(ReadingRevisions.OneInstance instance) : IClassFixture<ReadingRevisions.OneInstance>
{
    private readonly LocalAzureUnderTest azure = instance.Azure;

    /// <summary>One instance with one app for all of these: they only look.</summary>
    public sealed class OneInstance : IAsyncLifetime
    {
        internal LocalAzureUnderTest Azure { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Azure = await StartWithEnvironmentAsync();
            await Azure.DeployAsync("api", Body("v1"));
            await Azure.WaitForReadyAsync("api", "api--v1");
        }

        public ValueTask DisposeAsync() => Azure.DisposeAsync();
    }

    [Fact]
    public async Task Replica_TellsHowItsContainerFares()
    {
        var replica = (await azure.GetAsync($"{App("api")}/revisions/api--v1/replicas"))["value"]!.AsArray().Single()!;

        replica["properties"]!["runningState"]!.GetValue<string>().ShouldBe("Running");
        var container = replica["properties"]!["containers"]!.AsArray().Single()!;
        container["ready"]!.GetValue<bool>().ShouldBeTrue();
        container["restartCount"]!.GetValue<int>().ShouldBe(0);
        (await azure.GetAsync(replica["id"]!.GetValue<string>()))["name"]!.GetValue<string>().ShouldBe(replica["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task EveryBody_UsesOnlyTheNamesAndValuesOfTheOfficialApi()
    {
        OfficialShapes.FindUnknown("ManagedEnvironment", await azure.GetAsync(EnvironmentPath)).ShouldBeEmpty();
        OfficialShapes.FindUnknown("ContainerApp", await azure.GetAsync(App("api"))).ShouldBeEmpty();
        OfficialShapes.FindUnknown("Revision", await azure.GetAsync($"{App("api")}/revisions/api--v1")).ShouldBeEmpty();
        OfficialShapes.FindUnknown("Replica", (await azure.GetAsync($"{App("api")}/revisions/api--v1/replicas"))["value"]![0]!).ShouldBeEmpty();
    }

    [Fact]
    public async Task LogStream_OpensForTheAppsOwnTokenAndForNoOther()
    {
        var replica = (await azure.GetAsync($"{App("api")}/revisions/api--v1/replicas"))["value"]!.AsArray().Single()!;
        var address = replica["properties"]!["containers"]![0]!["logStreamEndpoint"]!.GetValue<string>() + "?tailLines=5&follow=false";
        using var answer = await azure.SendAsync(HttpMethod.Post, $"{App("api")}/getAuthtoken");
        var token = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["properties"]!["token"]!.GetValue<string>();
        using var client = azure.NewClient();

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        (await client.GetAsync(address)).IsSuccessStatusCode.ShouldBeTrue();
        ((int)(await client.GetAsync($"{App("api")}?api-version=2025-01-01")).StatusCode).ShouldBe(401);

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token + "0");
        ((int)(await client.GetAsync(address)).StatusCode).ShouldBe(401);
    }
}
