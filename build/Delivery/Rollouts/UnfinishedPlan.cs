using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;

namespace Frostline.Delivery.Rollouts;

/// <summary>Finds a rollout again that an earlier run left at a step, by the labels and weights it left on the platform.</summary>
internal static class UnfinishedPlan
{
    /// <exception cref="DeliveryException">A service has no revision to go on with, or none to go back to.</exception>
    public static RolloutPlan Resume(IReadOnlyList<ServiceObservation> observed, ReleaseManifest release)
    {
        var services = observed.Select(service => Resume(service, release)).ToList();
        var reached = observed.Zip(services, (seen, plan) => seen.Weights.GetValueOrDefault(plan.Candidate)).Min();
        return new RolloutPlan(RolloutStart.Resume, services) { Reached = reached };
    }

    /// <summary>What an earlier run left, or null.</summary>
    public static UnfinishedRollout? Find(IReadOnlyList<ServiceObservation> observed)
    {
        var candidates = observed.SelectMany(service => service.Revisions.Where(revision => IsCandidate(service, revision)).Select(revision => (Service: service, Revision: revision))).ToList();
        return candidates.Count == 0 || candidates[0].Revision.Environment.GetValueOrDefault(ReleaseTags.ReleaseVariable) is not { } version
            ? null
            : new(version, candidates.Min(candidate => candidate.Service.Weights.GetValueOrDefault(candidate.Revision.Name)), IsHeld: false);
    }

    /// <summary>Whether a candidate runs beside a revision that has all traffic.</summary>
    public static bool Waits(IReadOnlyList<ServiceObservation> observed) =>
        observed.Any(service => service.Revisions.Any(revision => IsCandidate(service, revision) && revision.Name != service.Serving?.Name));

    private static ServicePlan Resume(ServiceObservation service, ReleaseManifest release)
    {
        var candidate = service.Revisions.FirstOrDefault(revision => IsCandidate(service, revision) && Sources(revision) == release.Sources)
            ?? throw Nothing(service, $"has no revision of {release.Version} with the label '{RolloutLabels.Green}'");
        if (IsFirst(service, candidate))
            return new ServicePlan { Service = service.Service, Candidate = candidate.Name, Previous = new Dictionary<string, int>() };
        var stable = service.Revisions.Where(revision => revision.Active && revision.Name != candidate.Name)
            .OrderByDescending(revision => service.LabelOf(revision.Name) == RolloutLabels.Blue)
            .ThenByDescending(revision => service.Weights.GetValueOrDefault(revision.Name)).FirstOrDefault();
        if (stable is null || !(service.LabelOf(stable.Name) == RolloutLabels.Blue || service.Weights.ContainsKey(stable.Name)))
            throw Nothing(service, "has no revision to go back to");
        return new ServicePlan
        {
            Service = service.Service,
            Candidate = candidate.Name,
            Previous = new Dictionary<string, int> { [stable.Name] = 100 },
            Retire = [stable.Name],
        };
    }

    /// <summary>A green revision is a candidate until the app is tagged with its release.</summary>
    private static bool IsCandidate(ServiceObservation service, Revision revision) =>
        revision.Active
        && ((service.LabelOf(revision.Name) == RolloutLabels.Green && (service.TaggedSources != Sources(revision) || service.Weights.GetValueOrDefault(revision.Name) < 100))
            || IsFirst(service, revision));

    /// <summary>Where nothing served before, the candidate has all traffic from its creation on and no label: there is nothing to tell it from.</summary>
    private static bool IsFirst(ServiceObservation service, Revision revision) =>
        !service.WasReleased && !service.IsServing && service.Weights.ContainsKey(revision.Name)
        && Sources(revision) is not null && !revision.Environment.ContainsKey(ReleaseTags.OriginVariable);

    private static string? Sources(Revision revision) => revision.Environment.GetValueOrDefault(ReleaseTags.SourcesVariable);

    private static DeliveryException Nothing(ServiceObservation service, string fact) =>
        new($"{service.Service.Name}: '{service.Service.App}' {fact}, so there is nothing to go on with. Begin anew with ./build.sh --target=BlueGreen.");
}
