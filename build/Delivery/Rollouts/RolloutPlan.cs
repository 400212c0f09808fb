using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout will do, decided from what the platform says; changes nothing.</summary>
/// <param name="Start">What it begins with.</param>
/// <param name="Services">One for each service, in the order in which traffic moves.</param>
internal sealed record RolloutPlan(RolloutStart Start, IReadOnlyList<ServicePlan> Services)
{
    /// <summary>Whether anything that served before can serve again.</summary>
    public bool CanGoBack => Services.Any(service => service.Previous.Count > 0);

    /// <summary>The weight that the candidates have already: an earlier run stopped there.</summary>
    public int Reached { get; init; }

    /// <summary>The step at that weight was judged before the run stopped, and a person looked at it since.</summary>
    public bool WasJudged { get; init; }

    /// <summary>Decides what a rollout does.</summary>
    /// <param name="observed">What the platform says of each service.</param>
    /// <param name="release">What to deploy.</param>
    /// <param name="newSuffix">Makes a fresh suffix.</param>
    /// <param name="intent">What the run is for.</param>
    /// <param name="current">What the environment's ledger calls current, or null.</param>
    /// <exception cref="DeliveryException">There is nothing to go on with or to take back.</exception>
    public static RolloutPlan Make(
        IReadOnlyList<ServiceObservation> observed, ReleaseManifest release, Func<string> newSuffix, RolloutIntent intent = RolloutIntent.Deploy, LedgerEntry? current = null)
    {
        var recorded = current is not null && observed.All(service => service.IsAt(current));
        if (recorded && intent != RolloutIntent.Deploy && !UnfinishedPlan.Waits(observed))
            throw new DeliveryException($"The ledger names {current!.Version}, which has all traffic: there is nothing to go on with or to take back. Go back with ./build.sh --target=Rollback.");
        if (intent == RolloutIntent.Resume)
            return UnfinishedPlan.Resume(observed, release);
        var finishes = intent == RolloutIntent.Deploy && observed.All(service => Carries(service, release)) && observed.Any(service => service.TaggedSources != release.Sources);
        var torn = intent == RolloutIntent.Abort
            || observed.Select(SourcesOf).Distinct().Count() > 1 || observed.Any(service => service.IsServing && service.Serving is null);
        var start = finishes ? recorded ? RolloutStart.Tidy : RolloutStart.Finish : intent == RolloutIntent.Abort ? RolloutStart.Abort : RolloutStart.Anew;
        var allCanGoBack = observed.All(service => !service.WasReleased || ProvenRevision(service, current) is not null);
        return new RolloutPlan(start, [.. observed.Select(service => start switch
        {
            RolloutStart.Tidy => Finish(service, service.Standbys.LastOrDefault()),
            RolloutStart.Finish => Finish(service, allCanGoBack ? ProvenRevision(service, current) : null),
            _ => Replace(service, newSuffix(), torn ? ProvenRevision(service, current) : null),
        })]);
    }

    /// <summary>The steps it goes by: with nothing to share traffic with, the last one is the only one.</summary>
    public IReadOnlyList<StepSettings> StepsOf(IReadOnlyList<StepSettings> asked) => Services.All(service => service.Stable is null) ? [asked[^1]] : asked;

    /// <param name="service">A service that has the release already.</param>
    /// <param name="goBackTo">The revision of the release before, or null when it is gone: all services go back together or not at all.</param>
    private static ServicePlan Finish(ServiceObservation service, string? goBackTo) => new()
    {
        Service = service.Service,
        Candidate = service.Serving!.Name,
        Previous = goBackTo is null ? [] : new Dictionary<string, int> { [goBackTo] = 100 },
        Retire = [.. service.Idle.Concat(service.Standbys).Where(revision => revision != service.Serving!.Name)],
        Dead = [.. service.Dead],
    };

    /// <param name="service">A service that gets a new revision.</param>
    /// <param name="suffix">Of that revision.</param>
    /// <param name="goBackTo">The revision that gets all traffic back first, or null when what serves is whole.</param>
    private static ServicePlan Replace(ServiceObservation service, string suffix, string? goBackTo)
    {
        var previous = !service.IsServing ? new Dictionary<string, int>()
            : goBackTo is null ? Whole(service.Weights) : new Dictionary<string, int> { [goBackTo] = 100 };
        return new ServicePlan
        {
            Service = service.Service,
            Candidate = $"{service.Service.App}--{suffix}",
            Previous = previous,
            IsNew = service.App is null,
            Pin = service.IsServing && (service.FollowsLatest || !previous.SequenceEqual(service.Weights)),
            Reapply = service.IsServing && service.App!.ProvisioningState == "Failed",
            LeftOver = [.. service.Revisions.Where(revision => revision.Active).Select(revision => revision.Name)
                .Where(name => !previous.ContainsKey(name) && (service.Idle.Contains(name) || service.Abandoned.Contains(name) || service.Weights.ContainsKey(name)))],
            Retire = [.. service.Standbys.Where(name => !previous.ContainsKey(name)), .. previous.Keys],
            Dead = [.. service.Dead],
            StableReplicas = service.Revisions.Where(revision => previous.ContainsKey(revision.Name)).Select(revision => revision.Replicas).DefaultIfEmpty().Max(),
        };
    }

    /// <summary>Killed between two apps or two steps, a rollout leaves them on different releases: an app that moved goes back to the revision
    /// that the ledger names, or else its tags, as long as it lives.</summary>
    private static string? ProvenRevision(ServiceObservation service, LedgerEntry? current)
    {
        if (service is { Serving: null, Weights.Count: > 1 } && service.Weights.Keys.FirstOrDefault(name => service.LabelOf(name) == RolloutLabels.Blue) is { } blue)
            return blue;
        var recorded = current?.Services.FirstOrDefault(entry => entry.Name == service.Service.Name)?.Revision;
        if (service.Revisions.Any(revision => revision.Active && revision.Name == recorded))
            return service.Serving?.Name == recorded ? null : recorded;
        return !service.WasReleased || SourcesOf(service) == service.TaggedSources ? null : service.Revisions
            .Where(revision => revision.Active && revision.Environment.GetValueOrDefault(ReleaseTags.SourcesVariable) == service.TaggedSources)
            .OrderBy(revision => service.Weights.GetValueOrDefault(revision.Name)).ThenBy(revision => revision.Created, StringComparer.Ordinal)
            .LastOrDefault()?.Name;
    }

    /// <summary>Weights that add up to 100: the share of a revision that somebody deactivated goes to the heaviest one that lives.</summary>
    private static Dictionary<string, int> Whole(IReadOnlyDictionary<string, int> weights)
    {
        var heaviest = weights.MaxBy(pair => pair.Value).Key;
        return new Dictionary<string, int>(weights) { [heaviest] = weights[heaviest] + 100 - weights.Values.Sum() };
    }

    private static string? SourcesOf(ServiceObservation service) =>
        service.Serving?.Environment.GetValueOrDefault(ReleaseTags.SourcesVariable);

    private static bool Carries(ServiceObservation service, ReleaseManifest release) =>
        SourcesOf(service) == release.Sources
        && !service.FollowsLatest
        && service.Serving!.Image == release.Services.FirstOrDefault(released => released.Name == service.Service.Name)?.Image;
}
