using System.Collections.Concurrent;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Rollouts;

/// <summary>The phases that take a failed rollout back. Each goes on with the next service when one cannot be undone: the more is
/// back, the better. The first error counts.</summary>
internal sealed class UndoPhases(RolloutSite site, RolloutPlan plan, RolloutEffects effects, RolloutChecks checks)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> restored = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<TrafficWeight>> before = new();

    /// <summary>When the candidate of a service had no traffic any more.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Restored => restored;

    /// <summary>Remembers the arrays as they are: just these are restored.</summary>
    public void Remember()
    {
        foreach (var (service, traffic) in effects.Traffic)
            before[service] = traffic;
    }

    /// <summary>Undoes <see cref="ForwardPhases.ShiftAsync(int, CancellationToken)"/> and <see cref="ForwardPhases.LabelAsync(CancellationToken)"/>.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        var served = plan.Services.Where(service => service.Previous.Count > 0).Reverse().ToList();
        await Together.ToTheEndAsync(served, service => RestoreAsync(service, cancellation));
        await Together.ToTheEndAsync(served, service => checks.AnswersAgainAsync(service, cancellation));
    }

    /// <summary>Undoes <see cref="ForwardPhases.CreateAsync"/>, an earlier rollout's too once its traffic is back.</summary>
    public Task DiscardAsync(CancellationToken cancellation) => Together.ToTheEndAsync(
        plan.Services.Where(service => effects.HasBegun(service) || plan.Start == RolloutStart.Resume || (plan.Start == RolloutStart.Finish && service.Previous.Count > 0)),
        service => DiscardAsync(service, cancellation));

    private async Task RestoreAsync(ServicePlan service, CancellationToken cancellation)
    {
        if (await IsElsewhereAsync(service, cancellation))
        {
            site.Report("restore", service.Service.Name, "traffic stays as somebody else set it: the new revision has none");
            return;
        }

        foreach (var revision in service.Previous.Keys)
        {
            if (await site.Apps.FindRevisionAsync(service.App, revision, cancellation) is { Active: false })
                await effects.ActivateAsync(service, revision, cancellation);
        }

        await effects.OverwriteAsync(service, Target(service), cancellation);
        restored[service.Service.Name] = site.Clock.GetUtcNow();
        site.Report("restore", service.Service.Name, $"traffic is back at {string.Join(", ", service.Previous.Keys)}");
    }

    private TrafficTarget Target(ServicePlan service) => before.TryGetValue(service.Service.Name, out var whole)
        ? TrafficTarget.Restoring(whole)
        : new TrafficTarget { Weights = service.Previous, Labels = new Dictionary<string, string?> { [RolloutLabels.Green] = null } };

    /// <summary>Somebody else took the candidate's traffic away already: what they chose instead stays.</summary>
    private async Task<bool> IsElsewhereAsync(ServicePlan service, CancellationToken cancellation) =>
        await site.Apps.FindAppAsync(service.App, cancellation) is { } app
        && !TrafficTarget.IsSame(app.Traffic, effects.Traffic[service.Service.Name])
        && app.Traffic.All(entry => entry is { Latest: false } && (entry.Weight == 0 || entry.Revision != service.Candidate))
        && !TrafficTarget.Restoring(app.Traffic).Weights.Keys.Any(service.Previous.ContainsKey);

    /// <summary>The app's own template is the candidate's still: whoever changes the app next would change that one.</summary>
    private Task ReinstateAsync(ServicePlan service, CancellationToken cancellation) =>
        effects.ReapplyAsync(service, effects.RevisionOf(service, service.Stable!), cancellation);

    private async Task DiscardAsync(ServicePlan service, CancellationToken cancellation)
    {
        var candidate = await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation);
        if (candidate is { Active: true })
        {
            await effects.DeactivateAsync(service, service.Candidate, cancellation);
            site.Report("discard", service.Service.Name, $"{service.Candidate} is deactivated");
        }

        if (service.Stable is not null && (candidate is not null || await IsFailedAsync(service, cancellation)))
            await ReinstateAsync(service, cancellation);
    }

    private async Task<bool> IsFailedAsync(ServicePlan service, CancellationToken cancellation) =>
        await site.Apps.FindAppAsync(service.App, cancellation) is { ProvisioningState: "Failed" };
}
