using LocalAzure.Ingress;
using LocalAzure.Registry;
using LocalAzure.Revisions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing;

namespace LocalAzure.Tests.Revisions;

/// <summary>Revisions and ingress as LocalAzure composes them, over a state folder of their own; the only image is the Replica program.</summary>
internal sealed class DataPlane : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new("localazure");
    private readonly ServiceProvider services;

    public DataPlane(SupervisionTiming? timing = null)
    {
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(new LocalAzureOptions
            {
                StateFolder = folder.Path,
                ManagementPort = 0,
                PagePort = 0,
                RegistryPort = 0,
                IngressPort = Ports.Take(),
                DatabasePort = 0,
                Token = "",
            })
            .AddSingleton<IImageStore>(new ReplicaImage())
            .AddSingleton(timing ?? new SupervisionTiming { FirstBackOff = TimeSpan.FromMilliseconds(50), LongestBackOff = TimeSpan.FromMilliseconds(200) })
            .AddRevisions()
            .AddIngress()
            .BuildServiceProvider();
        Options = services.GetRequiredService<LocalAzureOptions>();
        Revisions = services.GetRequiredService<IRevisions>();
        Ingress = services.GetRequiredService<IIngress>();
        Platform = services.GetRequiredService<ReplicaPlatform>();
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Options.IngressPort}") };
    }

    public static LoopbackPorts Ports { get; } = new();

    public LocalAzureOptions Options { get; }

    public IRevisions Revisions { get; }

    public IIngress Ingress { get; }

    public IRevisionTraffic Traffic => services.GetRequiredService<IRevisionTraffic>();

    public DrainBook Drains => services.GetRequiredService<DrainBook>();

    public ReplicaPlatform Platform { get; }

    public HttpClient Client { get; }

    public static async Task<DataPlane> StartAsync(SupervisionTiming? timing = null)
    {
        var plane = new DataPlane(timing);
        foreach (var hosted in plane.services.GetServices<IHostedService>())
            await hosted.StartAsync(CancellationToken.None);
        return plane;
    }

    public static RevisionSpec Spec(string revision, Dictionary<string, string>? environment = null, string image = "replica:1") => new()
    {
        Name = revision,
        App = revision.Split("--")[0],
        Environment = "test",
        Fqdn = $"{revision}.test.localhost",
        TargetPort = 8080,
        TerminationGracePeriod = TimeSpan.FromSeconds(10),
        Containers =
        [
            new ContainerSpec
            {
                Name = "app",
                Image = image,
                Environment = environment ?? [],
                Probes =
                [
                    Probe(ProbeKind.Startup, "/live") with { FailureThreshold = 1200 },
                    Probe(ProbeKind.Readiness, "/ready") with { FailureThreshold = 1 },
                    Probe(ProbeKind.Liveness, "/live"),
                ],
            },
        ],
    };

    /// <summary>Asked often, and given as long for its answer as a busy machine takes.</summary>
    public static ProbeSpec Probe(ProbeKind kind, string path) => new(kind) { Path = path, Period = TimeSpan.FromMilliseconds(50), Timeout = TimeSpan.FromSeconds(30) };

    public async Task<ReplicaStatus> StartReadyAsync(RevisionSpec spec)
    {
        await Revisions.StartAsync(spec, CancellationToken.None);
        await Eventually.Is(() => Find(spec).RunningState == "Running");
        return Find(spec).Replicas[0];
    }

    /// <summary>Time enough to be told.</summary>
    public static TimeSpan LongGrace => TimeSpan.FromMinutes(4);

    public RevisionStatus Find(RevisionSpec spec) => Revisions.Find(spec.Name)!;

    /// <summary>All requests to <c>app.test.localhost</c> go to one revision; every revision given has its own host.</summary>
    public Task RouteAsync(string live, params string[] others) => Ingress.ApplyAsync(
        new RoutingTable([new AppRoute(
            "app", "app.test.localhost", null, [new TrafficTarget(live, 100)],
            others.Append(live).ToDictionary(revision => $"{revision}.test.localhost", revision => revision))]),
        CancellationToken.None);

    public async Task<HttpResponseMessage> SendAsync(string host, string path, HttpMethod? method = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path) { Content = content };
        request.Headers.Host = host;
        return await Client.SendAsync(request);
    }

    public async Task<string> GetAsync(string host, string path)
    {
        using var response = await SendAsync(host, path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Lets a replica answer what asked <c>/wait</c> and end what asked for <c>/events</c>, past the ingress.</summary>
    public static async Task TellAsync(ReplicaStatus replica)
    {
        using var client = new HttpClient();
        (await client.PostAsync(new Uri(replica.Address!, "/tell"), null)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in services.GetServices<IHostedService>().Reverse())
            await hosted.StopAsync(CancellationToken.None);
        await StrayReplicas.EndAllAsync(folder.Path, TimeProvider.System, CancellationToken.None);
        Client.Dispose();
        await services.DisposeAsync();
        folder.Dispose();
    }
}
