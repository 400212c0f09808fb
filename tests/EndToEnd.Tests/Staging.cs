using System.Net;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>A workspace with one release on staging, deployed once for all tests of the collection.</summary>
public sealed class Staging : IAsyncLifetime
{
    /// <summary>Packs what is compiled and deploys it: for runs that shall fail in the deployment, whose compilation and tests would prove nothing.</summary>
    public static readonly string[] DeploymentAlone = ["--exclusive", "--target=Image", "--target=DeployStaging"];

    public Workspace Workspace { get; } = new(withTaskHost: true);

    public BuildRun FirstDeployment { get; private set; } = null!;

    public async ValueTask InitializeAsync() => FirstDeployment = await DeployAsync();

    public Task<BuildRun> DeployAsync() => Workspace.BuildAsync("--target=DeployStaging");

    /// <summary>The one revision that gets all of a service's traffic now.</summary>
    public async Task<string> LiveRevisionAsync(string service)
    {
        var revisions = (await AppAsync(service)).GetProperty("revisions").EnumerateArray().ToList();
        return revisions.Single(revision => revision.GetProperty("weight").GetInt32() == 100).GetProperty("name").GetString()!;
    }

    public async Task<IReadOnlyList<string>> ActiveRevisionsAsync(string service) =>
    [
        .. (await AppAsync(service)).GetProperty("revisions").EnumerateArray()
            .Where(revision => revision.GetProperty("active").GetBoolean())
            .Select(revision => revision.GetProperty("name").GetString()!),
    ];

    /// <summary>Where a person reaches a service.</summary>
    public async Task<Uri> AddressAsync(string service) => new((await AppAsync(service)).GetProperty("url").GetString()!);

    public async Task<HttpClient> VisitorAsync(string service) =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseCookies = true })
        {
            BaseAddress = await AddressAsync(service), Timeout = TimeSpan.FromSeconds(90),
        };

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();

    private async Task<JsonElement> AppAsync(string service)
    {
        var status = await Workspace.StatusAsync();
        return status.GetProperty("apps").EnumerateArray().Single(app => app.GetProperty("service").GetString() == service);
    }
}

[CollectionDefinition(Name)]
public sealed class StagingCollection : ICollectionFixture<Staging>
{
    public const string Name = "Staging";
}
