using System.Text.Json.Nodes;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;

namespace Frostline.Delivery.Rollbacks;

/// <summary>What a rollback will do, decided from what ledger and platform say; changes nothing.</summary>
/// <param name="Target">The release that serves again.</param>
/// <param name="Current">The release that the ledger calls current.</param>
/// <param name="Services">One for each service.</param>
internal sealed record RollbackPlan(LedgerEntry Target, LedgerEntry Current, IReadOnlyList<ServiceReturn> Services)
{
    /// <summary>Whether traffic has to move at all.</summary>
    public bool Moves => Services.Any(service => service.Way != WayBack.Stays);

    /// <exception cref="DeliveryException">No service of the settings may be missing in the release.</exception>
    public static RollbackPlan Make(LedgerEntry target, LedgerEntry current, IReadOnlyList<ServiceObservation> observed, Func<string> newSuffix)
    {
        var problems = observed.SelectMany(service => Problems(service, target)).ToList();
        return problems.Count == 0
            ? new RollbackPlan(target, current, [.. observed.Select(service => Decide(service, target, newSuffix()))])
            : throw new DeliveryException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>The same plan, for a standby that does not answer: a revision of its template takes its place.</summary>
    public RollbackPlan WithoutStandby(ServiceReturn service, ServiceObservation observed, string suffix) =>
        this with { Services = [.. Services.Select(other => other == service ? Fresh(observed, Target, suffix) : other)] };

    /// <summary>
    /// What is to be deactivated of a service once its candidate has all traffic: what had traffic, and what runs that were killed have left of either release.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="now">What is there by then: an operation that a killed run began may have ended since.</param>
    public IReadOnlyList<string> Left(ServiceReturn service, ServiceObservation now) =>
    [
        .. now.Revisions
            .Where(revision => revision.Active && revision.Name != service.Plan.Candidate)
            .Where(revision => service.Plan.Previous.ContainsKey(revision.Name) || ReleaseMatch.Carries(revision, now, Target) || ReleaseMatch.Carries(revision, now, Current))
            .Select(revision => revision.Name),
    ];

    /// <summary>Whether the app's own template, that of its newest revision, is not the target's: whoever changes the app next would bring that back.</summary>
    public bool HasTemplateOfAnother(ServiceObservation now) =>
        now.Revisions.FirstOrDefault(revision => revision.Name == now.App?.LatestRevision) is { } newest && !ReleaseMatch.Carries(newest, now, Target);

    private static IEnumerable<string> Problems(ServiceObservation service, LedgerEntry target)
    {
        if (service.App is not { } app)
            yield return $"{service.Service.App}: the container app is not there, so nothing can go back in it. Deploy to the environment.";
        else if (ReleaseMatch.Recorded(service, target) is null)
            yield return $"services.{service.Service.Name}: release {target.Version} has none of it. Go back with settings that do not name it.";
        else if (!app.RevisionsMode.Equals("Multiple", StringComparison.OrdinalIgnoreCase))
            yield return $"{app.Name}: activeRevisionsMode is '{app.RevisionsMode}', so traffic cannot be moved. Set it to Multiple and check which revision serves.";
    }

    private static ServiceReturn Decide(ServiceObservation service, LedgerEntry target, string suffix)
    {
        if (ReleaseMatch.Serves(service, target))
            return new(Plan(service, service.Serving!.Name), WayBack.Stays);
        return ReleaseMatch.Standby(service, target) is { } standby
            ? new(Plan(service, standby.Name) with { Reapply = service.App!.ProvisioningState == "Failed" }, WayBack.Standby)
            : Fresh(service, target, suffix);
    }

    private static ServiceReturn Fresh(ServiceObservation service, LedgerEntry target, string suffix) =>
        new(Plan(service, $"{service.Service.App}--{suffix}"), WayBack.Fresh) { Template = OldTemplate.Of(service, target, suffix) };

    private static ServicePlan Plan(ServiceObservation service, string candidate) => new()
    {
        Service = service.Service,
        Candidate = candidate,
        Previous = service.Weights,
    };
}

/// <summary>What a rollback will do with one service.</summary>
/// <param name="Plan">Its candidate is the revision that shall have all traffic.</param>
/// <param name="Way">How it gets there.</param>
internal sealed record ServiceReturn(ServicePlan Plan, WayBack Way)
{
    /// <summary>The template of a fresh revision, or null.</summary>
    public JsonObject? Template { get; init; }

    public string Name => Plan.Service.Name;
}
