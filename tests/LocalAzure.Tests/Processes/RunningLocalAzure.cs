using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LocalAzure.Tests.Management;
using Testing;

namespace LocalAzure.Tests.Processes;

public sealed class RunningLocalAzure : IDisposable
{
    private readonly TemporaryFolder folder = new("localazure");
    private readonly LocalAzureProcess azure;

    public RunningLocalAzure() => azure = new LocalAzureProcess(folder.Path);

    public void Dispose()
    {
        azure.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Kill_WhenStartedAgain_AdoptsWhatRanAndKeepsEveryAddress()
    {
        await azure.StartAsync();
        var replica = await azure.DeployAsync();
        var before = await azure.GetAsync(LocalAzureUnderTest.App("api"));
        var (management, token) = (azure.Announcement["management"]!.GetValue<string>(), azure.Token);

        foreach (var file in new[] { "token", "page-key", "certificate.pem", "localazure.json", "ports.json", "state.json", "lock" })
            (File.GetUnixFileMode(folder.Combine(file)) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).ShouldBe(UnixFileMode.None, file);

        await azure.KillAsync();
        IsAlive(replica).ShouldBeTrue();
        await azure.StartAsync();

        (await azure.WaitForReplicaAsync()).ShouldBe(replica);
        (await azure.GetAsync(LocalAzureUnderTest.App("api"))).ToJsonString().ShouldBe(before.ToJsonString());
        (azure.Announcement["management"]!.GetValue<string>(), azure.Token).ShouldBe((management, token));
        using var people = new HttpClient();
        await Eventually.Holds(async () => (await people.GetAsync($"http://127.0.0.1:{before["properties"]!["configuration"]!["ingress"]!["exposedPort"]}/ready")).IsSuccessStatusCode.ShouldBeTrue());

        (await azure.TerminateAsync()).ShouldBe(0);
        IsAlive(replica).ShouldBeFalse();
        File.Exists(folder.Combine("localazure.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task DeathAtAWrite_LeavesThatChangeOnDisk_AndAnswersNobody()
    {
        await azure.StartAsync("--die-at-write=1");
        await Should.ThrowAsync<HttpRequestException>(() => azure.PutAsync(LocalAzureUnderTest.Group, new JsonObject { ["location"] = "westeurope" }));
        (await azure.WaitForEndAsync()).ShouldBe(128 + 9);

        await azure.StartAsync();
        (await azure.GetAsync(LocalAzureUnderTest.Group))["location"]!.GetValue<string>().ShouldBe("westeurope");
        using (var asked = await azure.Client.PostAsJsonAsync("/localazure/writes", new { dieAfter = 2 }))
            (await asked.Content.ReadAsStringAsync()).ShouldBe("""{"written":0}""");
        await azure.PutAsync($"{LocalAzureUnderTest.Group}2", new JsonObject { ["location"] = "westeurope" });
        (await azure.Client.GetStringAsync("/localazure/writes")).ShouldBe("""{"written":1}""");
        await Should.ThrowAsync<HttpRequestException>(() => azure.PutAsync($"{LocalAzureUnderTest.Group}3", new JsonObject { ["location"] = "westeurope" }));
        (await azure.WaitForEndAsync()).ShouldBe(128 + 9);
    }

    [Fact]
    public async Task Down_WhenTheInstanceWasKilled_EndsWhatItLeftBehind_AndASecondInstanceNeverStarted()
    {
        await azure.StartAsync();
        var replica = await azure.DeployAsync();
        var second = await azure.RunAsync();
        second.ShouldBe((3, $"{folder.Path}: another LocalAzure runs here. Use it, or end it with --down.\n"));
        await azure.KillAsync();

        (await azure.RunAsync("--down")).ShouldBe((0, ""));

        IsAlive(replica).ShouldBeFalse();
        await ShouldNotListenAsync(azure.Announcement["database"]!["port"]!.GetValue<int>());
        File.Exists(folder.Combine("localazure.json")).ShouldBeFalse();
    }

    /// <summary>One that ended and whom nobody asked for its exit code is not alive, though it still has its number.</summary>
    private static bool IsAlive(int process) =>
        File.Exists($"/proc/{process}/stat") && File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1][0] != 'Z';

    private static async Task ShouldNotListenAsync(int port)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(() => client.ConnectAsync("127.0.0.1", port));
    }
}
