using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.ContainerApps;

/// <summary>The management API of one environment, through the official client's pipeline.</summary>
internal sealed class ContainerAppsClient : IContainerApps
{
    private const string AppVersion = "2025-07-01";
    private const string MetricsVersion = "2023-10-01";
    private const string DatabaseVersion = "2024-08-01";
    private const int ShiftAttempts = 6;

    /// <summary>Code of our own for an array that somebody else wrote.</summary>
    internal const string TrafficChangedCode = "TrafficChanged";

    private readonly EnvironmentSettings environment;
    private readonly ManagementApi api;
    private readonly ReplicaLog log;
    private readonly TimeProvider clock;
    private readonly ResourceGroup resourceGroup;

    public ContainerAppsClient(ArmClient client, ArmClientOptions options, EnvironmentSettings environment, Pace pace, TimeProvider clock)
    {
        var resource = ManagementResource.Of(client, environment.Subscription);
        this.environment = environment;
        this.clock = clock;
        api = ManagementApi.Of(resource, pace, clock);
        log = new ReplicaLog(HttpPipelineBuilder.Build(options), resource.ManagementEndpoint, clock);
        resourceGroup = new ResourceGroup(api, environment);
    }

    private ContainerAppsClient(ContainerAppsClient other, ManagementApi api)
    {
        (environment, clock, log) = (other.environment, other.clock, other.log);
        this.api = api;
        resourceGroup = new ResourceGroup(api, environment);
    }

    public IEnvironmentTags Tags => resourceGroup;

    public IContainerApps Telling(Action<string> accepted) => new ContainerAppsClient(this, api.Telling(accepted));

    public Task<string?> AwaitOperationAsync(string url, CancellationToken cancellation) =>
        api.AwaitOperationAsync(new(RequestMethod.Get, "an operation of an earlier run", AppVersion), url, cancellation);

    public async Task<ManagedEnvironment> EnsureEnvironmentAsync(CancellationToken cancellation)
    {
        var path = $"{resourceGroup.Path}/providers/Microsoft.App/managedEnvironments/{environment.ManagedEnvironment}";
        if (await FindEnvironmentAsync(path, cancellation) is { ProvisioningState: "Succeeded" } found)
            return found;
        await resourceGroup.EnsureAsync(cancellation);
        var body = new JsonObject { ["location"] = environment.Location, ["properties"] = new JsonObject() };
        await api.RunAsync(new(RequestMethod.Put, path, AppVersion, body), cancellation);
        return await FindEnvironmentAsync(path, cancellation)
            ?? throw new ContainerAppsException(404, "", "It was made, but is not there.", $"PUT managedEnvironments/{environment.ManagedEnvironment}");
    }

    public async Task<string?> FindDatabaseServerAsync(string database, CancellationToken cancellation)
    {
        var servers = $"{resourceGroup.Path}/providers/Microsoft.DBforPostgreSQL/flexibleServers";
        foreach (var server in (await api.ListAsync(new(RequestMethod.Get, servers, DatabaseVersion), cancellation)).Select(server => server.Text("name") ?? ""))
        {
            if (await api.FindAsync(new(RequestMethod.Get, $"{servers}/{server}/databases/{database}", DatabaseVersion), cancellation) is not null)
                return server;
        }

        return null;
    }

    public async Task EnsureDatabaseAsync(string server, string database, CancellationToken cancellation)
    {
        var call = new ManagementCall(
            RequestMethod.Get, $"{resourceGroup.Path}/providers/Microsoft.DBforPostgreSQL/flexibleServers/{server}/databases/{database}", DatabaseVersion);
        if (await api.FindAsync(call, cancellation) is null)
            await api.RunAsync(call with { Method = RequestMethod.Put, Body = new JsonObject { ["properties"] = new JsonObject { ["charset"] = "UTF8" } } }, cancellation);
    }

    public async Task<ContainerApp?> FindAppAsync(string app, CancellationToken cancellation) =>
        await api.FindAsync(Call(RequestMethod.Get, app), cancellation) is { } body ? ContainerApp.Parse(body) : null;

    public async Task<ContainerApp> PutAppAsync(string app, JsonObject body, CancellationToken cancellation) =>
        await ChangedAsync(Call(RequestMethod.Put, app) with { Body = body }, app, cancellation);

    public async Task<ContainerApp> PatchAppAsync(string app, JsonObject change, CancellationToken cancellation) =>
        await ChangedAsync(Call(RequestMethod.Patch, app) with { Body = change }, app, cancellation);

    public async Task<JsonArray> ListSecretsAsync(string app, CancellationToken cancellation) =>
        ((await api.SendAsync(Call(RequestMethod.Post, app, "/listSecrets"), cancellation)).Body as JsonObject)?["value"] as JsonArray ?? [];

    public async Task<ContainerApp> WriteTrafficAsync(string app, TrafficTarget target, CancellationToken cancellation)
    {
        var weights = target.Weights;
        if (weights.Values.Sum() is var sum and not 100)
            throw new ArgumentException($"{app}: weights {string.Join(", ", weights)} add up to {sum}. Give weights that add up to 100.", nameof(target));
        var delay = api.Pace.FirstPoll;
        for (var attempt = 1; attempt <= ShiftAttempts; attempt++)
        {
            try
            {
                var current = await FindAppAsync(app, cancellation) ?? throw NoSuchApp(app);
                if (target.Stands(current.Traffic))
                    return current;
                if (target.Expected is { } expected && !TrafficTarget.IsSame(expected, current.Traffic))
                    throw TrafficChanged(app, expected, current.Traffic);
                await WriteTrafficAsync(current, target, cancellation);
                var written = await FindAppAsync(app, cancellation) ?? throw NoSuchApp(app);
                if (target.Stands(written.Traffic))
                    return written;
            }
            catch (ContainerAppsException error) when (attempt < ShiftAttempts && Passing(error))
            {
                // This write decides who is served: a platform that says for a moment that something does not exist is asked again.
            }

            await Task.Delay(delay, clock, cancellation);
            delay = api.Pace.Next(delay);
        }

        throw new ContainerAppsException(
            0, "TrafficNotApplied", $"Traffic was written {ShiftAttempts} times and reads otherwise; somebody else may be changing it.", $"PATCH containerApps/{app}");
    }

    public async Task<IReadOnlyList<Revision>> ListRevisionsAsync(string app, CancellationToken cancellation) =>
        [.. (await api.ListAsync(Call(RequestMethod.Get, app, "/revisions"), cancellation)).Select(Revision.Parse)];

    public async Task<Revision?> FindRevisionAsync(string app, string revision, CancellationToken cancellation) =>
        await api.FindAsync(Call(RequestMethod.Get, app, $"/revisions/{revision}"), cancellation) is { } body ? Revision.Parse(body) : null;

    public Task ActivateAsync(string app, string revision, CancellationToken cancellation) => ActAsync(app, revision, "activate", cancellation);

    public Task DeactivateAsync(string app, string revision, CancellationToken cancellation) => ActAsync(app, revision, "deactivate", cancellation);

    public Task RestartAsync(string app, string revision, CancellationToken cancellation) => ActAsync(app, revision, "restart", cancellation);

    public async Task<IReadOnlyList<Replica>> ListReplicasAsync(string app, string revision, CancellationToken cancellation) =>
        [.. (await api.ListAsync(Call(RequestMethod.Get, app, $"/revisions/{revision}/replicas"), cancellation)).Select(Replica.Parse)];

    public TimeSpan MetricInterval => api.Pace.MetricInterval;

    public async Task<IReadOnlyList<MetricSeries>> ReadMetricsAsync(string app, MetricsQuery query, CancellationToken cancellation)
    {
        var path = Call(RequestMethod.Get, app, "/providers/Microsoft.Insights/metrics").Path;
        var call = new ManagementCall(RequestMethod.Get, path, MetricsVersion) { Query = query.Text(MetricInterval) };
        return MetricSeries.ParseAll((await api.SendAsync(call, cancellation)).Body as JsonObject);
    }

    public async Task<IReadOnlyList<string>> ReadLogAsync(string app, ReplicaContainer container, int lines, CancellationToken cancellation)
    {
        if (container.LogStreamEndpoint is null)
            return [];
        var answer = (await api.SendAsync(Call(RequestMethod.Post, app, "/getAuthtoken"), cancellation)).Body as JsonObject;
        var token = (answer?["properties"] as JsonObject).Text("token") ?? "";
        return await log.ReadAsync(new Uri(container.LogStreamEndpoint), new Secret(token), lines, cancellation);
    }

    private async Task<ManagedEnvironment?> FindEnvironmentAsync(string path, CancellationToken cancellation) =>
        await api.FindAsync(new(RequestMethod.Get, path, AppVersion), cancellation) is { } body ? ManagedEnvironment.Parse(body) : null;

    private async Task<ContainerApp> ChangedAsync(ManagementCall call, string app, CancellationToken cancellation)
    {
        await api.RunAsync(call, cancellation);
        return await FindAppAsync(app, cancellation) ?? throw NoSuchApp(app);
    }

    private async Task WriteTrafficAsync(ContainerApp app, TrafficTarget target, CancellationToken cancellation)
    {
        var alive = (await ListRevisionsAsync(app.Name, cancellation)).Where(revision => revision.Active).Select(revision => revision.Name).ToHashSet();
        if (target.Weights.FirstOrDefault(pair => pair.Value > 0 && !alive.Contains(pair.Key)).Key is { } dead)
            throw new ContainerAppsException(0, "RevisionNotActive", $"'{dead}' is not an active revision. Activate it before it gets traffic.", $"PATCH containerApps/{app.Name}");
        var traffic = app.Raw["properties"]?["configuration"]?["ingress"]?["traffic"] as JsonArray;
        var ingress = new JsonObject { ["traffic"] = TrafficEdit.Apply(traffic, target, alive.Contains) };
        var change = new JsonObject { ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["ingress"] = ingress } } };
        await api.RunAsync(Call(RequestMethod.Patch, app.Name) with { Body = change }, cancellation);
    }

    private Task<JsonNode?> ActAsync(string app, string revision, string action, CancellationToken cancellation) =>
        api.RunAsync(Call(RequestMethod.Post, app, $"/revisions/{revision}/{action}"), cancellation);

    private ManagementCall Call(RequestMethod method, string app, string rest = "") =>
        new(method, $"{resourceGroup.Path}/providers/Microsoft.App/containerApps/{app}{rest}", AppVersion);

    private static bool Passing(ContainerAppsException error) => error.Status is 0 or 400 or 404 or 409 or >= 500 && error.Code is not ("ForeignHost" or TrafficChangedCode);

    private static ContainerAppsException TrafficChanged(string app, IReadOnlyList<TrafficWeight> expected, IReadOnlyList<TrafficWeight> found) => new(
        0, TrafficChangedCode, $"Somebody else changed its traffic: it was {TrafficTarget.Words(expected)}, and is {TrafficTarget.Words(found)}.", $"PATCH containerApps/{app}");

    private static ContainerAppsException NoSuchApp(string app) =>
        new(404, "ResourceNotFound", "The container app is not there.", $"GET containerApps/{app}");
}
