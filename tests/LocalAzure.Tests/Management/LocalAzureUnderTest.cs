using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LocalAzure.Clocks;
using LocalAzure.Database;
using LocalAzure.Ingress;
using LocalAzure.Management;
using LocalAzure.Registry;
using LocalAzure.Resources;
using LocalAzure.Revisions;
using LocalAzure.State;
using LocalAzure.Tests.Revisions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing;

namespace LocalAzure.Tests.Management;

/// <summary>LocalAzure as it is composed, in this process, over TLS; only its images are the Replica program instead of pushed ones.</summary>
internal sealed class LocalAzureUnderTest : IAsyncDisposable
{
    public const string Group = "/subscriptions/sub/resourceGroups/rg";
    public const string EnvironmentPath = Group + "/providers/Microsoft.App/managedEnvironments/test";
    private readonly IHost host;
    private readonly bool ownsFolder;

    private LocalAzureUnderTest(TemporaryFolder folder, bool ownsFolder)
    {
        Folder = folder;
        this.ownsFolder = ownsFolder;
        State = StateFolder.Open(folder.Path);
        Options = LocalAzureOptions.Of(State, PortBook.ReadOrChoose(State.Ports));
        var certificate = ServerCertificate.ReadOrCreate(State.Certificate, TimeProvider.System);
        host = LocalAzureHost.Create(State, Options, certificate, services => services
            .AddSingleton<TimeProvider>(new VirtualClock(TimeProvider.System))
            .AddDatabaseServer()
            .AddRegistry()
            .AddSingleton<IImageStore>(new ReplicaImage())
            .AddIngress()
            .AddRevisions());
        Client = NewClient();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Options.Token);
    }

    public TemporaryFolder Folder { get; }

    public StateFolder State { get; }

    public LocalAzureOptions Options { get; }

    public HttpClient Client { get; }

    public T Part<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public static Task<LocalAzureUnderTest> StartAsync() => StartAsync(new TemporaryFolder("localazure"), ownsFolder: true);

    /// <summary>In a folder that was used before, and that the caller removes.</summary>
    public static Task<LocalAzureUnderTest> StartAgainAsync(TemporaryFolder folder) => StartAsync(folder, ownsFolder: false);

    private static async Task<LocalAzureUnderTest> StartAsync(TemporaryFolder folder, bool ownsFolder)
    {
        var azure = new LocalAzureUnderTest(folder, ownsFolder);
        await azure.host.StartAsync();
        await azure.Part<RunningResources>().StartAsync(CancellationToken.None);
        // Who waits for a busy machine asks more often than a caller may.
        azure.Part<ThrottleSwitch>().IsOff = true;
        return azure;
    }

    /// <summary>With a resource group and an environment called <c>test</c>.</summary>
    public static async Task<LocalAzureUnderTest> StartWithEnvironmentAsync()
    {
        var azure = await StartAsync();
        (await azure.SendAsync(HttpMethod.Put, Group, """{"location":"westeurope"}""", "2022-09-01")).EnsureSuccessStatusCode();
        (await azure.SendAsync(HttpMethod.Put, EnvironmentPath, """{"location":"westeurope","properties":{}}""")).EnsureSuccessStatusCode();
        return azure;
    }

    public static string App(string name) => $"{Group}/providers/Microsoft.App/containerApps/{name}";

    /// <summary>A body that asks for the Replica program.</summary>
    public static JsonObject Body(string? suffix = null, string mode = "Multiple", Dictionary<string, string>? variables = null)
    {
        var env = new JsonArray([.. (variables ?? []).Select(variable => new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value })]);
        var template = new JsonObject
        {
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "app",
                ["image"] = "replica:1",
                ["env"] = env,
                ["probes"] = JsonNode.Parse("""[{"type":"Startup","httpGet":{"path":"/live","port":8080},"periodSeconds":1,"failureThreshold":60},{"type":"Readiness","httpGet":{"path":"/ready","port":8080},"periodSeconds":1}]"""),
            }),
            ["scale"] = new JsonObject { ["minReplicas"] = 1, ["maxReplicas"] = 3 },
            ["terminationGracePeriodSeconds"] = 2,
        };
        if (suffix is not null)
            template["revisionSuffix"] = suffix;

        return new JsonObject
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["environmentId"] = EnvironmentPath,
                ["configuration"] = new JsonObject
                {
                    ["activeRevisionsMode"] = mode,
                    ["ingress"] = new JsonObject { ["external"] = true, ["targetPort"] = 8080 },
                },
                ["template"] = template,
            },
        };
    }

    public HttpClient NewClient() => new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true })
    {
        BaseAddress = new Uri($"https://127.0.0.1:{Options.ManagementPort}"),
    };

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode body) => SendAsync(method, path, body.ToJsonString());

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string version = "2025-01-01")
    {
        using var request = new HttpRequestMessage(method, $"{path}{(path.Contains('?') ? '&' : '?')}api-version={version}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        return await Client.SendAsync(request);
    }

    /// <summary>Puts a fault profile, which must be taken.</summary>
    public async Task DisturbAsync(string target, string profile)
    {
        using var response = await SendAsync(HttpMethod.Put, $"/localazure/faults/{target}", profile);
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>Sends a write that must be accepted, and waits for the end of its operation.</summary>
    public async Task<JsonNode> FinishAsync(HttpMethod method, string path, JsonNode body)
    {
        using var response = await SendAsync(method, path, body);
        ((int)response.StatusCode).ShouldBeOneOf([201, 202], await response.Content.ReadAsStringAsync());
        return await FinishAsync(response);
    }

    /// <summary>The last body of the operation's status.</summary>
    public async Task<JsonNode> FinishAsync(HttpResponseMessage response)
    {
        var address = response.Headers.GetValues("Azure-AsyncOperation").Single();
        JsonNode status = null!;
        await Eventually.Is(
            async () =>
            {
                status = (await Client.GetFromJsonAsync<JsonNode>(address))!;
                return status["status"]!.GetValue<string>() != "InProgress";
            });
        return status;
    }

    public async Task<JsonNode> DeployAsync(string app, JsonNode body)
    {
        (await FinishAsync(HttpMethod.Put, App(app), body))["status"]!.GetValue<string>().ShouldBe("Succeeded");
        return await GetAsync(App(app));
    }

    /// <summary>Until the newest revision is ready and the app says so.</summary>
    public Task WaitForReadyAsync(string app, string revision) => Eventually.Is(
        async () => (await GetAsync($"{App(app)}/revisions/{revision}"))["properties"]!["runningState"]!.GetValue<string>() == "Running"
            && (await GetAsync(App(app)))["properties"]!["latestReadyRevisionName"]!.GetValue<string>() == revision);

    public async Task StopAsync()
    {
        await Part<RunningResources>().StopAsync(CancellationToken.None);
        await host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        host.Dispose();
        if (ownsFolder)
            Folder.Dispose();
    }
}

internal static class ErrorReading
{
    /// <summary>Status, code and message of a refusal.</summary>
    public static async Task<(int Status, string Code, string Message)> ErrorAsync(this Task<HttpResponseMessage> call)
    {
        using var response = await call;
        var error = (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;
        return ((int)response.StatusCode, error["code"]!.GetValue<string>(), error["message"]!.GetValue<string>());
    }
}
