using System.Diagnostics;
using System.Net;

namespace EndToEnd.Tests;

[Collection(StagingCollection.Name)]
public sealed class SecondUserTests(Staging staging)
{
    [Fact]
    public async Task AnotherUserOfTheMachine_CanNeitherReadTheTokenNorCallTheApi()
    {
        if (Environment.UserName != "root")
            Assert.Skip("Only root can act as another user.");
        var record = staging.Workspace.ReadJson(".local/localazure.json");
        var token = record.GetProperty("tokenFile").GetString()!;

        foreach (var file in (string[])[token, staging.Workspace.PathOf(".local/localazure.json"), record.GetProperty("database").GetProperty("passwordFile").GetString()!])
            (await AsNobodyAsync("cat", file)).ShouldContain("Permission denied");

        using var client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
        var management = record.GetProperty("management").GetString();
        (await client.GetAsync($"{management}/subscriptions?api-version=2022-12-01")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.GetAsync($"http://{record.GetProperty("registry").GetString()}/v2/")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var page = new Uri(record.GetProperty("page").GetString()!);
        (await client.GetAsync(new Uri(page, "/"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> AsNobodyAsync(params string[] command)
    {
        var start = new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", .. command])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["LC_ALL"] = "C" },
        };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }
}
