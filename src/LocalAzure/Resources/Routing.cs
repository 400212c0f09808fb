using LocalAzure.Ingress;

namespace LocalAzure.Resources;

/// <summary>From the state to the routing table ingress follows. Pure.</summary>
internal static class Routing
{
    public static RoutingTable Compute(LocalAzureState state) => new([.. state.Apps.Values
        .Where(app => app.Applied is not null && !app.Stopped)
        .OrderBy(app => app.Id.Key, StringComparer.Ordinal)
        .Select(app => Route(state, app))
        .OfType<AppRoute>()]);

    /// <summary>Weight of each revision that has a share, by the configuration in force.</summary>
    public static IReadOnlyList<TrafficTarget> Traffic(ContainerApp app)
    {
        if (app.Applied is not { } applied || AskedApp.Read(applied) is not { Ingress: { } ingress } asked)
            return [];

        var entries = asked.Multiple
            ? ingress.Traffic.Select(entry => (Revision: entry.LatestRevision ? app.LatestReadyRevision : entry.RevisionName, entry.Weight))
            : [(Revision: app.LatestReadyRevision, Weight: 100)];
        return [.. entries
            .Where(entry => entry.Revision is not null && entry.Weight > 0)
            .GroupBy(entry => entry.Revision!, StringComparer.OrdinalIgnoreCase)
            .Select(group => new TrafficTarget(group.Key, group.Sum(entry => entry.Weight)))];
    }

    private static AppRoute? Route(LocalAzureState state, ContainerApp app)
    {
        if (AskedApp.Read(app.Applied!.Value).Ingress is not { } ingress)
            return null;

        var hosts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var revision in app.Revisions.Where(revision => revision.Active))
            hosts[HostNames.Revision(state, app, revision.Name)] = revision.Key;
        foreach (var entry in ingress.Traffic.Where(entry => entry.Label is not null))
        {
            if ((entry.LatestRevision ? app.LatestReadyRevision : entry.RevisionName) is { } labelled)
                hosts[HostNames.Label(state, app, entry.Label!)] = Key(app, labelled);
        }

        return new AppRoute(app.Id.Name, HostNames.App(state, app), app.PlainPort, Targets(app), hosts);
    }

    private static IReadOnlyList<TrafficTarget> Targets(ContainerApp app) =>
        [.. Traffic(app).Select(target => target with { Revision = Key(app, target.Revision) })];

    private static string Key(ContainerApp app, string revision) => app.FindRevision(revision)?.Key ?? revision;
}
