using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout will do, decided from what the platform says; changes nothing.</summary>
/// <param name="Finishes">An earlier rollout of this very release moved all traffic and was killed: what is left is to verify and record.</param>
/// <param name="Services">One for each service, in the order in which traffic moves.</param>
internal sealed record RolloutPlan(bool Finishes, IReadOnlyList<ServicePlan> Services)
{
    /// <summary>Whether anything that served before can serve again.</summary>
    public bool CanGoBack => Services.Any(service => service.Previous.Count > 0);

    public static RolloutPlan Make(IReadOnlyList<ServiceObservation> observed, ReleaseManifest release, Func<string> newSuffix)
    {
        var finishes = observed.All(service => Carries(service, release));
        var torn = observed.Select(SourcesOf).Distinct().Count() > 1 || observed.Any(service => service.IsServing && service.Serving is null);
        var allCanGoBack = observed.All(service => !service.WasReleased || ProvenRevision(service) is not null);
        return new RolloutPlan(finishes, [.. observed.Select(service => finishes ? Finish(service, allCanGoBack) : Replace(service, newSuffix(), torn))]);
    }

    /// <param name="service">A service that has the release already.</param>
    /// <param name="canGoBack">Every service still has the revision of the release before: they go back together or not at all.</param>
    private static ServicePlan Finish(ServiceObservation service, bool canGoBack) => new()
    {
        Service = service.Service,
        Candidate = service.Serving!.Name,
        Previous = canGoBack && ProvenRevision(service) is { } proven ? new Dictionary<string, int> { [proven] = 100 } : [],
        Retire = [.. service.Idle],
    };

    private static ServicePlan Replace(ServiceObservation service, string suffix, bool torn)
    {
        var goBackTo = torn ? ProvenRevision(service) : null;
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
                .Where(name => !previous.ContainsKey(name) && (service.Idle.Contains(name) || service.Weights.ContainsKey(name)))],
            Retire = [.. previous.Keys],
        };
    }

    /// <summary>Killed between two apps or two steps, a rollout leaves them on different releases: an app that moved goes back to the revision
    /// that its tags name, as long as it lives.</summary>
    private static string? ProvenRevision(ServiceObservation service) =>
        service.WasReleased && SourcesOf(service) != service.TaggedSources
            ? service.Revisions
                .Where(revision => revision.Active && revision.Environment.GetValueOrDefault(ReleaseTags.SourcesVariable) == service.TaggedSources)
                .OrderBy(revision => service.Weights.GetValueOrDefault(revision.Name)).ThenBy(revision => revision.Created, StringComparer.Ordinal)
                .LastOrDefault()?.Name
            : null;

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
        && service.TaggedSources != release.Sources
        && service.Serving!.Image == release.Services.FirstOrDefault(released => released.Name == service.Service.Name)?.Image;
}

/// <summary>What a rollout will do with one service.</summary>
internal sealed record ServicePlan
{
    public required ServiceSettings Service { get; init; }

    /// <summary>The revision that shall get all traffic.</summary>
    public required string Candidate { get; init; }

    /// <summary>Weight by revision to restore when the rollout fails; empty when nothing served before.</summary>
    public required IReadOnlyDictionary<string, int> Previous { get; init; }

    /// <summary>The app does not exist yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>The previous weights are written by name first.</summary>
    public bool Pin { get; init; }

    /// <summary>The last template failed: until a good one is applied, the platform refuses even traffic changes.</summary>
    public bool Reapply { get; init; }

    /// <summary>Active revisions without traffic that an earlier run left behind.</summary>
    public IReadOnlyList<string> LeftOver { get; init; } = [];

    /// <summary>Revisions to deactivate once the candidate serves.</summary>
    public IReadOnlyList<string> Retire { get; init; } = [];

    public string App => Service.App;

    public string Suffix => Candidate[(Service.App.Length + 2)..];
}
