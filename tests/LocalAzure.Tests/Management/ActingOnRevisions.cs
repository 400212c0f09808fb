using LocalAzure.Tests.Revisions;
using Testing;
using static LocalAzure.Tests.Management.LocalAzureUnderTest;

namespace LocalAzure.Tests.Management;

public sealed class ActingOnRevisions : IAsyncLifetime
{
    private LocalAzureUnderTest azure = null!;

    public async ValueTask InitializeAsync()
    {
        azure = await StartWithEnvironmentAsync();
        var body = Body("v1");
        body["properties"]!["template"]!["terminationGracePeriodSeconds"] = 60;
        await azure.DeployAsync("api", body);
        await azure.WaitForReadyAsync("api", "api--v1");
    }

    public ValueTask DisposeAsync() => azure.DisposeAsync();

    [Fact]
    public async Task LogStream_WhenFollowed_GoesOnUntilTheReplicaEnds()
    {
        var replica = (await azure.GetAsync($"{App("api")}/revisions/api--v1/replicas"))["value"]!.AsArray().Single()!;
        var port = (await azure.GetAsync(App("api")))["properties"]!["configuration"]!["ingress"]!["exposedPort"]!.GetValue<int>();
        using var people = new HttpClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var answer = await azure.Client.GetAsync(
            replica["properties"]!["containers"]![0]!["logStreamEndpoint"]!.GetValue<string>() + "?tailLines=1&follow=true", HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        using var log = new StreamReader(await answer.Content.ReadAsStreamAsync(deadline.Token));
        (await log.ReadLineAsync(deadline.Token)).ShouldBe($"replica {replica["name"]!.GetValue<string>()} starts");

        (await people.PostAsync($"http://127.0.0.1:{port}/write?line=hello&times=2", null)).EnsureSuccessStatusCode();
        (await log.ReadLineAsync(deadline.Token)).ShouldBe("hello");
        (await log.ReadLineAsync(deadline.Token)).ShouldBe("hello");

        using var deactivated = await azure.SendAsync(HttpMethod.Post, $"{App("api")}/revisions/api--v1/deactivate");
        (await log.ReadToEndAsync(deadline.Token)).ShouldBe("replica ends after its last request\n");
    }

    [Fact]
    public async Task Deactivate_EndsTheReplicasAndActivateBringsThemBack()
    {
        using var deactivated = await azure.SendAsync(HttpMethod.Post, $"{App("api")}/revisions/api--v1/deactivate");
        (await deactivated.Content.ReadAsStringAsync()).ShouldBe("\"Deactivate succeeded\"");
        await Eventually.Is(async () => (await azure.GetAsync($"{App("api")}/revisions/api--v1"))["properties"]!["runningState"]!.GetValue<string>() == "Stopped");
        (await azure.GetAsync($"{App("api")}/revisions/api--v1"))["properties"]!["provisioningState"]!.GetValue<string>().ShouldBe("Deprovisioned");

        using var activated = await azure.SendAsync(HttpMethod.Post, $"{App("api")}/revisions/api--v1/activate");
        (await activated.Content.ReadAsStringAsync()).ShouldBe("\"Activate succeeded\"");
        await azure.WaitForReadyAsync("api", "api--v1");
    }

    [Fact]
    public async Task Restart_ReplacesTheReplica()
    {
        var before = (await azure.GetAsync($"{App("api")}/revisions/api--v1/replicas"))["value"]![0]!["name"]!.GetValue<string>();

        using var restarted = await azure.SendAsync(HttpMethod.Post, $"{App("api")}/revisions/api--v1/restart");

        (await restarted.Content.ReadAsStringAsync()).ShouldBe("\"Restart succeeded\"");
        (await azure.GetAsync($"{App("api")}/revisions/api--v1/replicas"))["value"]![0]!["name"]!.GetValue<string>().ShouldNotBe(before);
    }

    [Fact]
    public async Task Restart_OfARevisionThatCouldNotBeStarted_TriesAgain()
    {
        var store = azure.Part<LocalAzure.State.StateStore>();
        await store.ChangeAsync(
            state => state.With(state.FindRevision("api--v1")!.Value is var (app, revision) ? app.With(revision with { Error = "no" }) : null!), CancellationToken.None);
        (await azure.GetAsync($"{App("api")}/revisions/api--v1"))["properties"]!["runningState"]!.GetValue<string>().ShouldBe("Failed");

        using var restarted = await azure.SendAsync(HttpMethod.Post, $"{App("api")}/revisions/api--v1/restart");

        await azure.WaitForReadyAsync("api", "api--v1");
    }

    [Fact]
    public async Task StoppingTheProgram_WhileADeactivatedRevisionDrains_LetsItsRequestsFinish()
    {
        var port = (await azure.GetAsync(App("api")))["properties"]!["configuration"]!["ingress"]!["exposedPort"]!.GetValue<int>();
        using var people = new HttpClient();
        var slow = people.GetStringAsync($"http://127.0.0.1:{port}/wait");
        var replica = azure.Part<LocalAzure.Revisions.IRevisions>().Find("api--v1")!.Replicas[0];
        var endpoints = azure.Part<LocalAzure.Ingress.IReplicaEndpoints>();
        await Eventually.Is(() => endpoints.InFlight(replica.Name) == 1);

        using var deactivated = await azure.SendAsync(HttpMethod.Post, $"{App("api")}/revisions/api--v1/deactivate");
        await Eventually.Is(() => azure.Part<LocalAzure.Revisions.IRevisions>().Find("api--v1")!.ProvisioningState == "Deprovisioning");
        var stop = azure.StopAsync();
        await DataPlane.TellAsync(replica);

        (await slow).ShouldBe("api--v1");
        await stop;
    }
}
