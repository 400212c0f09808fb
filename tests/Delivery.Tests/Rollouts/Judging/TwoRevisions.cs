using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Delivery.Tests.ContainerApps;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Delivery.Tests.Rollouts.Judging;

/// <summary>A stable and a candidate revision that answer over real sockets, and a platform that tells of them.</summary>
internal sealed class TwoRevisions : IAsyncDisposable
{
    private readonly List<WebApplication> apps = [];
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ScriptedPlatform platform;
    private int requests;

    private TwoRevisions(ScriptedPlatform platform) => this.platform = platform;

    public Func<HttpContext, int, Task> Stable { get; set; } = (_, _) => Task.CompletedTask;

    public Func<HttpContext, int, Task> Candidate { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>State of the candidate after so many looks.</summary>
    public Func<int, (string Health, int Restarts)> State { get; set; } = _ => ("Healthy", 0);

    /// <summary>The platform's count of requests by revision and kind of status, or null when it has none.</summary>
    public Func<IEnumerable<(string Revision, string Category, int Total)>?> Counts { get; set; } =
        () => [("api--1", "2xx", 1000), ("api--2", "2xx", 500)];

    public AnalysisTarget Target { get; set; } = null!;

    public HttpClient Client => client;

    public static async Task<TwoRevisions> StartAsync()
    {
        var revisions = new TwoRevisions(await ScriptedPlatform.StartAsync());
        revisions.platform.Answer = revisions.TellAsync;
        revisions.Target = new AnalysisTarget
        {
            Service = "api", App = "api", StableRevision = "api--1", CandidateRevision = "api--2", Paths = [new("/"), new("/missing", 404)],
            StableHost = await revisions.ListenAsync((context, number) => revisions.Stable(context, number)),
            CandidateHost = await revisions.ListenAsync((context, number) => revisions.Candidate(context, number)),
        };
        return revisions;
    }

    public async Task<StepAnalysis> AnalyseAsync(AnalysisSettings settings, TimeSpan bake, CancellationToken cancellation) =>
        await new StepAnalyst(platform.Client(), client, settings, TimeProvider.System).RunAsync(new AnalysisStep(10, bake, [Target]), cancellation);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        foreach (var app in apps)
            await app.DisposeAsync();
        await platform.DisposeAsync();
    }

    private async Task<Uri> ListenAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.StatusCode = context.Request.Path == "/missing" ? 404 : 200;
            await answer(context, Interlocked.Increment(ref requests));
        });
        apps.Add(app);
        await app.StartAsync();
        return new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    private async Task TellAsync(HttpContext context, int before)
    {
        var (health, restarts) = State(before);
        var path = context.Request.Path.Value!;
        var counts = path.EndsWith("/metrics", StringComparison.Ordinal) ? Counts() : [];
        if (counts is null)
            context.Response.StatusCode = 404;
        else
            await context.Response.WriteAsJsonAsync<JsonNode>(path switch
            {
                _ when path.EndsWith("/metrics", StringComparison.Ordinal) => Metrics(context, counts),
                _ when path.EndsWith("/replicas", StringComparison.Ordinal) => Replicas(restarts),
                _ => Revision(health),
            });
    }

    private static JsonObject Revision(string health) => new()
    {
        ["name"] = "api--2",
        ["properties"] = new JsonObject { ["active"] = true, ["provisioningState"] = "Provisioned", ["runningState"] = "Running", ["healthState"] = health },
    };

    private static JsonObject Replicas(int restarts) => new()
    {
        ["value"] = new JsonArray(new JsonObject
        {
            ["name"] = "api--2-a",
            ["properties"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "api", ["ready"] = true, ["restartCount"] = restarts }) },
        }),
    };

    /// <summary>The shape of the official answer: small letters in dimensions, points without a total where nothing was counted yet.</summary>
    private static JsonObject Metrics(HttpContext context, IEnumerable<(string Revision, string Category, int Total)> counts)
    {
        var end = DateTimeOffset.Parse(context.Request.Query["timespan"].ToString().Split('/')[1], CultureInfo.InvariantCulture);
        return new JsonObject { ["value"] = new JsonArray(new JsonObject { ["timeseries"] = new JsonArray([.. counts.Select(Series)]) }) };

        JsonNode Series((string Revision, string Category, int Total) count) => new JsonObject
        {
            ["metadatavalues"] = new JsonArray(Dimension("revisionname", count.Revision), Dimension("statuscodecategory", count.Category)),
            ["data"] = new JsonArray(
                new JsonObject { ["timeStamp"] = $"{end.AddMinutes(-2):yyyy-MM-ddTHH:mm:ssZ}", ["total"] = 100_000 * (count.Revision == "api--2" ? 1 : 0) },
                new JsonObject { ["timeStamp"] = $"{end:yyyy-MM-ddTHH:mm:ssZ}", ["total"] = count.Total },
                new JsonObject { ["timeStamp"] = $"{end.AddMinutes(1):yyyy-MM-ddTHH:mm:ssZ}" }),
        };

        static JsonObject Dimension(string name, string value) => new() { ["name"] = new JsonObject { ["value"] = name }, ["value"] = value };
    }
}
