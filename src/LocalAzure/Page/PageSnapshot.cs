using LocalAzure.Resources;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure.Page;

/// <summary>Everything the page shows, as one value.</summary>
internal sealed class PageSnapshot(StateStore store, IRevisions revisions, LocalAzureOptions options)
{
    public PageContent Take()
    {
        var state = store.Current;
        return new PageContent(
            options.IngressPort,
            options.RegistryPort,
            [.. state.Environments.Values.OrderBy(environment => environment.Id.Key, StringComparer.Ordinal).Select(environment => new PageEnvironment(
                environment.Id.Name,
                environment.Id.ResourceGroup,
                environment.DefaultDomain,
                [.. state.Apps.Values
                    .Where(app => HostNames.Environment(state, app).Id.Key == environment.Id.Key)
                    .OrderBy(app => app.Id.Key, StringComparer.Ordinal)
                    .Select(app => Describe(state, app))]))],
            [.. state.DatabaseServers.Values.SelectMany(server => server.Databases.Select(database => new PageDatabase(server.Id.Name, database)))],
            [.. state.Happenings.Reverse().Take(60)]);
    }

    private PageApp Describe(LocalAzureState state, ContainerApp app)
    {
        var traffic = Routing.Traffic(app);
        var asked = AskedApp.Read(app.Applied ?? app.Document);
        return new PageApp(
            app.Id.Name,
            app.Stopped ? "Stopped" : app.ProvisioningState,
            app.DeploymentError?.Message,
            asked.Ingress is null ? null : HostNames.App(state, app),
            app.PlainPort,
            [.. app.Revisions.Reverse().Where((revision, index) => revision.Active || index < 5).Select(revision => Describe(app, asked, revision, traffic))]);
    }

    private PageRevision Describe(ContainerApp app, AskedApp asked, Revision revision, IReadOnlyList<Ingress.TrafficTarget> traffic)
    {
        var status = revisions.Find(revision.Key);
        return new PageRevision(
            revision.Name,
            revision.Error is not null ? "Failed" : status?.RunningState ?? (revision.Active && !app.Stopped ? "Processing" : "Stopped"),
            status?.HealthState ?? "None",
            revision.Error ?? status?.Error,
            revision.Active,
            traffic.FirstOrDefault(target => target.Revision == revision.Name)?.Weight ?? 0,
            asked.Ingress?.Traffic.FirstOrDefault(entry => entry.RevisionName == revision.Name)?.Label,
            revision.Created,
            [.. (status?.Replicas ?? []).Select(replica => new PageReplica(
                replica.Name, replica.RunningState, replica.Ready, replica.Started, replica.RestartCount, replica.ProcessId, replica.Details))]);
    }
}

internal sealed record PageContent(
    int IngressPort, int RegistryPort, IReadOnlyList<PageEnvironment> Environments, IReadOnlyList<PageDatabase> Databases, IReadOnlyList<Happening> Happenings);

internal sealed record PageEnvironment(string Name, string Group, string Domain, IReadOnlyList<PageApp> Apps);

internal sealed record PageApp(string Name, string State, string? Error, string? Host, int? PlainPort, IReadOnlyList<PageRevision> Revisions);

internal sealed record PageRevision(
    string Name, string State, string Health, string? Error, bool Active, int Weight, string? Label, DateTimeOffset Created, IReadOnlyList<PageReplica> Replicas);

internal sealed record PageReplica(string Name, string State, bool Ready, bool Started, int Restarts, int? ProcessId, string? Details);

internal sealed record PageDatabase(string Server, string Name);
