using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;

namespace Frostline.Delivery.Rollbacks;

/// <summary>The phases of a rollback, in their order, and what takes them back.</summary>
internal sealed class RollbackPhases(RolloutSite site, RolloutEffects effects, IReadOnlyList<ServiceObservation> observed)
{
    /// <summary>With which settings the old revision was made is not known, so the next deployment makes its own.</summary>
    private const string SettingsUnknown = "";

    private readonly RolloutChecks checks = new(site, effects);

    /// <summary>Asks every standby on its own host, which also wakes one that was scaled to zero. One that does not answer is no standby.</summary>
    public async Task<RollbackPlan> WakeAsync(RollbackPlan plan, CancellationToken cancellation)
    {
        var standbys = plan.Services.Where(service => service.Way == WayBack.Standby).ToList();
        var problems = await Task.WhenAll(standbys.Select(service => site.UntilFineAsync(
            site.Environment.SmokeTimeout, token => NoAnswerAsync(service, token), cancellation)));
        foreach (var (service, problem) in standbys.Zip(problems).Where(pair => pair.Second is not null))
        {
            site.Report("standby", service.Name, $"{service.Plan.Candidate} does not answer ({problem}): a fresh revision takes its place");
            plan = plan.WithoutStandby(service, observed.Single(seen => seen.Service == service.Plan.Service), RevisionSuffix.New(site.Clock));
        }

        return plan;
    }

    /// <summary>A Failed app refuses even traffic until a good template is applied.</summary>
    public Task RepairAsync(RollbackPlan plan, CancellationToken cancellation) =>
        Together.OrNotAtAllAsync(plan.Services.Where(service => service.Plan.Reapply), async (service, token) =>
        {
            await effects.ReapplyAsync(service.Plan, effects.RevisionOf(service.Plan, service.Plan.Candidate), token);
            site.Report("repair", service.Name, $"{service.Plan.App} was Failed; the template of {service.Plan.Candidate} is applied again");
        }, cancellation);

    public Task CreateAsync(RollbackPlan plan, CancellationToken cancellation) =>
        Together.OrNotAtAllAsync(Fresh(plan), (service, token) => CreateAsync(plan, service, token), cancellation);

    public Task ReadyAsync(RollbackPlan plan, CancellationToken cancellation) =>
        Together.OrNotAtAllAsync(Fresh(plan).Select(service => service.Plan), checks.ReadyAsync, cancellation);

    public Task SmokeAsync(RollbackPlan plan, CancellationToken cancellation) =>
        Together.OrNotAtAllAsync(Fresh(plan).Select(service => service.Plan), checks.SmokeAsync, cancellation);

    /// <summary>One write for each app, all apps at once.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="moved">Told as soon as a service has nothing any more on the revisions it left.</param>
    /// <param name="cancellation">Ends the waits.</param>
    public Task MoveAsync(RollbackPlan plan, Action<ServiceReturn> moved, CancellationToken cancellation) =>
        Together.ToTheEndAsync(Moving(plan), async service =>
        {
            await effects.OverwriteAsync(service.Plan, ServingLabels.After(effects.Traffic[service.Name], service.Plan.Candidate), cancellation);
            moved(service);
            site.Report("shift", service.Name, $"100 % to {service.Plan.Candidate}");
        });

    public Task VerifyAsync(RollbackPlan plan, CancellationToken cancellation) =>
        Together.OrNotAtAllAsync(plan.Services.Select(service => service.Plan), checks.VerifyAsync, cancellation);

    public async Task RecordAsync(RollbackPlan plan, string id, CancellationToken cancellation)
    {
        await Together.OrNotAtAllAsync(plan.Services, (service, token) => effects.TagAsync(service.Plan, effects.TagsOf(service.Name, SettingsUnknown), token), cancellation);
        var entry = plan.Target with
        {
            Id = id, At = site.Clock.GetUtcNow(), Actor = site.Options.Actor, Restores = plan.Target.Id,
            Services = [.. plan.Services.Select(service => ReleaseMatch.Recorded(Seen(service), plan.Target)! with { Revision = service.Plan.Candidate })],
        };
        await site.EffectAsync("ledger", entry.Environment, entry.Version, _ => Ledger.AppendAsync(site.Options.Ledger, entry, cancellation));
        site.Report("record", null, $"{entry.Version} is in the ledger of {entry.Environment} again");
    }

    /// <summary>Deactivates what was left, whose labels moved with the traffic, and gives the app the template of what serves.</summary>
    public async Task RetireAsync(RollbackPlan plan, CancellationToken cancellation)
    {
        await Task.Delay(site.Environment.Drain, site.Clock, cancellation);
        await Together.ToTheEndAsync(plan.Services, service => RetireAsync(plan, service, cancellation));
    }

    /// <summary>Undoes <see cref="MoveAsync"/>: some apps moved and others cannot.</summary>
    public Task PutBackAsync(RollbackPlan plan, CancellationToken cancellation) => Together.ToTheEndAsync(
        Moving(plan).Where(service => service.Plan.Previous.Values.Sum() == 100),
        service => effects.OverwriteAsync(
            service.Plan, Seen(service).FollowsLatest ? new TrafficTarget { Weights = service.Plan.Previous } : TrafficTarget.Restoring(Seen(service).App!.Traffic), cancellation));

    /// <summary>Undoes <see cref="CreateAsync(RollbackPlan, CancellationToken)"/>.</summary>
    public Task DiscardAsync(RollbackPlan plan, CancellationToken cancellation) => Together.ToTheEndAsync(Fresh(plan), async service =>
    {
        if (await site.Apps.FindRevisionAsync(service.Plan.App, service.Plan.Candidate, cancellation) is { Active: true })
            await effects.DeactivateAsync(service.Plan, service.Plan.Candidate, cancellation);
    });

    private async Task RetireAsync(RollbackPlan plan, ServiceReturn service, CancellationToken cancellation)
    {
        var now = Seen(service) with
        {
            App = await site.Apps.FindAppAsync(service.Plan.App, cancellation),
            Revisions = await site.Apps.ListRevisionsAsync(service.Plan.App, cancellation),
        };
        foreach (var revision in plan.Left(service, now))
        {
            await effects.DeactivateAsync(service.Plan, revision, cancellation);
            site.Report("retire", service.Name, $"{revision} is deactivated after {site.Environment.Drain:c}");
        }

        if (plan.HasTemplateOfAnother(now))
            await effects.ReapplyAsync(service.Plan, now.Revisions.Single(revision => revision.Name == service.Plan.Candidate), cancellation);
    }

    private async Task CreateAsync(RollbackPlan plan, ServiceReturn service, CancellationToken cancellation)
    {
        var change = new JsonObject { ["properties"] = new JsonObject { ["template"] = service.Template!.DeepClone() } };
        await site.EffectAsync("create", service.Plan.Candidate, plan.Target.Version, apps => apps.PatchAppAsync(service.Plan.App, change, cancellation));
        site.Report("create", service.Name, $"{service.Plan.Candidate} at 0 %, of {plan.Target.Version}'s template");
    }

    private Task<string?> NoAnswerAsync(ServiceReturn service, CancellationToken cancellation)
    {
        var fqdn = effects.RevisionOf(service.Plan, service.Plan.Candidate).Fqdn;
        return fqdn is null
            ? Task.FromResult<string?>("it has no host name")
            : SmokeRequest.AnswersAsync(
                site.Client, SmokeRequest.Address(site.Platform.AddressFor(fqdn), service.Plan.Service.Probes.Readiness?.Path ?? "/"), site.Clock, cancellation);
    }

    private ServiceObservation Seen(ServiceReturn service) => observed.Single(seen => seen.Service == service.Plan.Service);

    private static IEnumerable<ServiceReturn> Fresh(RollbackPlan plan) => plan.Services.Where(service => service.Way == WayBack.Fresh);

    private static IEnumerable<ServiceReturn> Moving(RollbackPlan plan) => plan.Services.Where(service => service.Way != WayBack.Stays);
}
