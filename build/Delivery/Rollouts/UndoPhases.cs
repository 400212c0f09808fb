namespace Frostline.Delivery.Rollouts;

/// <summary>The phases that take a failed rollout back. Each goes on with the next service when one cannot be undone: the more is
/// back, the better. The first error counts.</summary>
internal sealed class UndoPhases(RolloutSite site, RolloutPlan plan, RolloutEffects effects, RolloutChecks checks)
{
    /// <summary>Undoes <see cref="ForwardPhases.ShiftAsync"/>.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        var served = plan.Services.Where(service => service.Previous.Count > 0).Reverse().ToList();
        await Together.ToTheEndAsync(served, service => RestoreAsync(service, cancellation));
        await Together.ToTheEndAsync(served, service => checks.AnswersAgainAsync(service, cancellation));
    }

    /// <summary>Undoes <see cref="ForwardPhases.CreateAsync"/>, an earlier rollout's too once its traffic is back.</summary>
    public Task DiscardAsync(CancellationToken cancellation) => Together.ToTheEndAsync(
        plan.Services.Where(service => effects.HasBegun(service) || (plan.Finishes && service.Previous.Count > 0)), service => DiscardAsync(service, cancellation));

    private async Task RestoreAsync(ServicePlan service, CancellationToken cancellation)
    {
        foreach (var revision in service.Previous.Keys)
        {
            if (await site.Apps.FindRevisionAsync(service.App, revision, cancellation) is { Active: false })
                await effects.ActivateAsync(service, revision, cancellation);
        }

        await effects.ShiftAsync(service, service.Previous, cancellation);
        site.Report("restore", service.Service.Name, $"traffic is back at {string.Join(", ", service.Previous.Keys)}");
    }

    private async Task DiscardAsync(ServicePlan service, CancellationToken cancellation)
    {
        if (await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation) is not { Active: true })
            return;
        await effects.DeactivateAsync(service, service.Candidate, cancellation);
        site.Report("discard", service.Service.Name, $"{service.Candidate} is deactivated");
    }
}
