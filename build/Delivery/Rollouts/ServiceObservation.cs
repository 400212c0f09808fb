using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>What the platform says about one service before a rollout.</summary>
/// <param name="Service">The service.</param>
/// <param name="App">Its app, or null before the first deployment.</param>
/// <param name="Revisions">All revisions of the app.</param>
internal sealed record ServiceObservation(ServiceSettings Service, ContainerApp? App, IReadOnlyList<Revision> Revisions)
{
    /// <summary>Looks at every service of the settings.</summary>
    public static async Task<IReadOnlyList<ServiceObservation>> ReadAllAsync(IContainerApps apps, PipelineSettings settings, CancellationToken cancellation) =>
        await Task.WhenAll(settings.Services.Values.Select(service => ReadAsync(apps, service, cancellation)));

    /// <summary>Weight by revision of everything that gets traffic; an entry that follows the latest revision is named by it.</summary>
    public IReadOnlyDictionary<string, int> Weights => (App?.Traffic ?? [])
        .Where(entry => entry.Weight > 0)
        .Select(entry => (Name: entry.Latest ? App!.LatestReadyRevision ?? App.LatestRevision : entry.Revision, entry.Weight))
        .Where(entry => entry.Name is not null && Revisions.Any(revision => revision.Name == entry.Name && revision.Active))
        .GroupBy(entry => entry.Name!).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Weight));

    public bool FollowsLatest => App?.Traffic.Any(entry => entry is { Latest: true, Weight: > 0 }) ?? false;

    /// <summary>The one revision that gets all traffic, or null.</summary>
    public Revision? Serving => Weights is { Count: 1 } weights && weights.Values.Single() == 100
        ? Revisions.First(revision => revision.Name == weights.Keys.Single())
        : null;

    /// <summary>Whether a rollout ever came to its end here.</summary>
    public bool WasReleased => App?.Tags.ContainsKey(ReleaseTags.Release) ?? false;

    /// <summary>Whether there is something that must go on serving: a release, or what somebody deployed by other means.</summary>
    public bool IsServing => Weights.Count > 0 && (WasReleased || Revisions.Any(revision => Weights.ContainsKey(revision.Name) && !IsOurs(revision)));

    /// <summary>Whether the very revision that an entry of the ledger names has all traffic.</summary>
    public bool IsAt(LedgerEntry entry) => entry.Services.Any(recorded => recorded.Name == Service.Name && recorded.Revision == Serving?.Name);

    public string? TaggedSources => App?.Tags.GetValueOrDefault(ReleaseTags.Sources);

    /// <summary>Active revisions of the pipeline's own making that get no traffic and carry no label.</summary>
    public IEnumerable<string> Idle => Revisions
        .Where(revision => revision.Active && !Weights.ContainsKey(revision.Name) && IsOurs(revision))
        .Where(revision => App!.Traffic.All(entry => entry.Revision != revision.Name || entry.Label is null))
        .Select(revision => revision.Name);

    /// <summary>Active revisions without traffic that an earlier rollout kept ready to take over.</summary>
    public IEnumerable<string> Standbys => Labelled(RolloutLabels.Blue);

    /// <summary>Active revisions that an earlier rollout made, labelled and left without traffic.</summary>
    public IEnumerable<string> Abandoned => Labelled(RolloutLabels.Green);

    /// <summary>Revisions that run no more and carry the label of a rollout still.</summary>
    public IEnumerable<string> Dead => (App?.Traffic ?? [])
        .Where(entry => entry is { Revision: not null, Label: RolloutLabels.Green or RolloutLabels.Blue } && !Revisions.Any(revision => revision.Active && revision.Name == entry.Revision))
        .Select(entry => entry.Revision!);

    public string? LabelOf(string revision) =>
        App?.Traffic.Where(entry => entry.Revision == revision).Select(entry => entry.Label).FirstOrDefault(label => label is not null);

    private IEnumerable<string> Labelled(string label) => Revisions
        .Where(revision => revision.Active && !Weights.ContainsKey(revision.Name) && IsOurs(revision) && LabelOf(revision.Name) == label)
        .Select(revision => revision.Name);

    private static async Task<ServiceObservation> ReadAsync(IContainerApps apps, ServiceSettings service, CancellationToken cancellation)
    {
        var app = await apps.FindAppAsync(service.App, cancellation);
        return new ServiceObservation(service, app, app is null ? [] : await apps.ListRevisionsAsync(service.App, cancellation));
    }

    private static bool IsOurs(Revision revision) =>
        revision.Environment.ContainsKey(ReleaseTags.SourcesVariable) || revision.Environment.ContainsKey(ReleaseTags.OriginVariable);
}
