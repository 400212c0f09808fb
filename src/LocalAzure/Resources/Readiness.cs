using LocalAzure.Revisions;

namespace LocalAzure.Resources;

/// <summary>What follows from revisions having become ready. Pure.</summary>
internal static class Readiness
{
    /// <summary>
    /// The newest active revision that is ready becomes the latest ready one. In Single mode it then replaces all others, which is
    /// the moment the platform switches: never before the new one can serve.
    /// </summary>
    public static LocalAzureState Settle(LocalAzureState state, Func<string, RevisionStatus?> find, DateTimeOffset now)
    {
        foreach (var app in state.Apps.Values)
        {
            var settled = Purge(Switch(Promote(app, find), now));
            if (!ReferenceEquals(settled, app))
                state = state.With(settled);
            if (settled.LatestReadyRevision != app.LatestReadyRevision)
                state = state.Tell(now, settled.LatestReadyRevision!, "became the latest ready revision");
        }

        return state;
    }

    private static ContainerApp Promote(ContainerApp app, Func<string, RevisionStatus?> find)
    {
        var current = app.LatestReadyRevision is { } latest ? app.FindRevision(latest) : null;
        var ready = app.Revisions.LastOrDefault(revision =>
            revision.Active && (current is null || revision.Created > current.Created) && find(revision.Key) is { IsReady: true } or { RunningState: "ScaledToZero" });
        return ready is null ? app : app with { LatestReadyRevision = ready.Name };
    }

    private static ContainerApp Switch(ContainerApp app, DateTimeOffset now)
    {
        if (app.Applied is not { } applied || AskedApp.Read(applied).Multiple || app.LatestReadyRevision is null || app.LatestReadyRevision != app.LatestRevision)
            return app;

        foreach (var old in app.Revisions.Where(revision => revision.Active && revision.Name != app.LatestReadyRevision))
            app = app.With(old with { Active = false, LastActive = now });

        return app;
    }

    private static ContainerApp Purge(ContainerApp app)
    {
        if (app.Applied is not { } applied || AskedApp.Read(applied) is not { } asked || app.Revisions.Count <= asked.MaxInactiveRevisions)
            return app;

        var named = asked.Ingress?.Traffic.Select(entry => entry.RevisionName).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        var inactive = app.Revisions.Where(revision => !revision.Active && !named.Contains(revision.Name)).ToList();
        var surplus = inactive.Take(Math.Max(0, inactive.Count - asked.MaxInactiveRevisions)).ToList();
        return surplus.Count == 0 ? app : app with { Revisions = app.Revisions.RemoveRange(surplus) };
    }
}
