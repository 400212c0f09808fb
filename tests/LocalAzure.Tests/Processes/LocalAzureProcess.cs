using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LocalAzure.Tests.Management;
using Testing;

namespace LocalAzure.Tests.Processes;

/// <summary>The built program, started as the pipeline starts it.</summary>
internal sealed class LocalAzureProcess(string stateFolder) : IDisposable
{
    private static readonly string Assembly = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "LocalAzure", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "LocalAzure.dll"));

    private Process? process;
    private HttpClient? client;

    public JsonNode Announcement { get; private set; } = new JsonObject();

    public HttpClient Client => client!;

    public string Token => File.ReadAllText(Announcement["tokenFile"]!.GetValue<string>());

    public int Id => process!.Id;

    private string AnnouncementFile => Path.Combine(stateFolder, "localazure.json");

    public async Task StartAsync(params string[] arguments)
    {
        var killed = File.Exists(AnnouncementFile) ? File.GetLastWriteTimeUtc(AnnouncementFile) : default;
        process = Launch(["--build=test", .. arguments]);
        await Eventually.Is(
            () => process.HasExited ? throw new InvalidOperationException(process.StandardError.ReadToEnd()) : File.Exists(AnnouncementFile) && File.GetLastWriteTimeUtc(AnnouncementFile) != killed,
            TimeSpan.FromMinutes(2));
        Announcement = JsonNode.Parse(await File.ReadAllTextAsync(AnnouncementFile))!;
        client?.Dispose();
        client = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                certificate!.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).Equals(Announcement["certificateSha256"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase),
        })
        {
            BaseAddress = new Uri(Announcement["management"]!.GetValue<string>()),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        // Who waits for a busy machine asks more often than a caller may.
        (await client.DeleteAsync("/localazure/throttle")).Dispose();
    }

    /// <summary>Runs the program once more, with these arguments, to its end.</summary>
    public async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        using var run = Launch(arguments);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var error = await run.StandardError.ReadToEndAsync(deadline.Token);
        await run.WaitForExitAsync(deadline.Token);
        return (run.ExitCode, error);
    }

    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself; answers its exit code.</summary>
    public async Task<int> WaitForEndAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process!.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    /// <summary>Asks it to end; answers its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        LocalAzure.Revisions.Signals.Send(process!.Id, LocalAzure.Revisions.Signals.Terminate).ShouldBe(0);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    public async Task<JsonNode> GetAsync(string path) => (await Client.GetFromJsonAsync<JsonNode>($"{path}?api-version=2025-01-01"))!;

    public async Task PutAsync(string path, JsonNode body)
    {
        using var response = await Client.PutAsJsonAsync($"{path}?api-version=2025-01-01", body);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Pushes the Replica program and deploys it as app <c>api</c>; answers the replica's process.</summary>
    public async Task<int> DeployAsync()
    {
        var image = await PushedImage.PushAsync(Announcement["registry"]!.GetValue<string>(), Token);
        await PutAsync(LocalAzureUnderTest.Group, new JsonObject { ["location"] = "westeurope" });
        await PutAsync(LocalAzureUnderTest.EnvironmentPath, new JsonObject { ["location"] = "westeurope" });
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["template"]!["containers"]![0]!["image"] = image;
        await PutAsync(LocalAzureUnderTest.App("api"), body);
        await Eventually.Is(async () => (await GetAsync(LocalAzureUnderTest.App("api")))["properties"]! is var app
            && app["latestReadyRevisionName"]!.GetValue<string>() == "api--v1" && app["provisioningState"]!.GetValue<string>() == "Succeeded");
        return await WaitForReplicaAsync();
    }

    public async Task<int> WaitForReplicaAsync()
    {
        var replica = 0;
        await Eventually.Is(
            async () =>
            {
                var replicas = (await GetAsync($"{LocalAzureUnderTest.App("api")}/revisions/api--v1/replicas"))["value"]!.AsArray();
                if (replicas.Count != 1 || replicas[0]!["properties"]!["containers"]![0]! is not { } container || !container["ready"]!.GetValue<bool>())
                    return false;

                replica = int.Parse(container["containerId"]!.GetValue<string>()["process://".Length..], System.Globalization.CultureInfo.InvariantCulture);
                return true;
            });
        return replica;
    }

    public void Dispose()
    {
        client?.Dispose();
        process?.Dispose();
        using var down = Launch("--down", "--delete-databases");
        if (!down.WaitForExit(TimeSpan.FromMinutes(2)))
            down.Kill(entireProcessTree: true);
    }

    private Process Launch(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Assembly, "--state", stateFolder, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
