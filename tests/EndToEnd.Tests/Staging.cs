using System.Text;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>A workspace with one release on staging, deployed once for all tests of the collection.</summary>
public sealed class Staging : IAsyncLifetime
{
    /// <summary>Packs what is compiled and deploys it: for runs that shall fail in the deployment, whose compilation and tests would prove nothing.</summary>
    public static readonly string[] DeploymentAlone = ["--exclusive", "--target=Image", "--target=DeployStaging"];

    public Workspace Workspace { get; } = new();

    public BuildRun FirstDeployment { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // On a machine that compiles and tests besides, a probe of a second now and then takes a healthy replica out of service: failures that no deployment made.
        Workspace.EditSettings(settings =>
        {
            foreach (var service in settings["services"]!.AsObject())
                foreach (var probe in service.Value!["probes"]!.AsObject())
                    probe.Value!["timeout"] = "00:01:00";
        });
        FirstDeployment = await DeployAsync();
    }

    public Task<BuildRun> DeployAsync(params string[] options) => Workspace.BuildAsync(["--target=DeployStaging", .. options]);

    public async Task<StagingStatus> StatusAsync()
    {
        var run = await Workspace.BuildAsync("--target=Status", "--format=json");
        run.ExitCode.ShouldBe(0, run.Output);
        return new(JsonElement.Parse(run.StandardOutput));
    }

    /// <summary>Lets something go wrong around a container app, as decision 0014 tells; an empty profile ends it.</summary>
    public async Task DisturbAsync(string app, string profile)
    {
        var localAzure = Workspace.ReadJson(".local/localazure.json");
        using var client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
        client.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(localAzure.GetProperty("tokenFile").GetString()!).Trim());
        using var answer = await client.PutAsync($"{localAzure.GetProperty("management").GetString()!.TrimEnd('/')}/localazure/faults/{app}", new StringContent(profile, Encoding.UTF8, "application/json"));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class StagingCollection : ICollectionFixture<Staging>
{
    public const string Name = "Staging";
}
