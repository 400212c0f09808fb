using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>A rollout that an earlier run left before its end, as the platform shows it.</summary>
/// <param name="Version">Its release.</param>
/// <param name="Weight">Traffic weight of the new revisions, in percent; the least where apps differ.</param>
/// <param name="IsHeld">Whether it waits for a person. One that does not was left by a run that died.</param>
public sealed record UnfinishedRollout(string Version, int Weight, bool IsHeld)
{
    /// <summary>Looks for one; changes nothing.</summary>
    public static async Task<UnfinishedRollout?> FindAsync(IPlatform platform, PipelineSettings settings, string environment, CancellationToken cancellation)
    {
        var apps = platform.ContainerApps(settings.Environment(environment));
        if (await HeldRollout.FindAsync(apps, settings.Product, environment, cancellation) is { } held)
            return new(held.Version, held.Weight, IsHeld: true);
        var observed = await ServiceObservation.ReadAllAsync(apps, settings, cancellation);
        return UnfinishedPlan.Find(observed) is { } found && !await IsRecordedAsync(observed, new PlatformLedger(platform, settings), environment, cancellation) ? found : null;
    }

    /// <summary>What the ledger names stays: a run that died after its record left nothing but tidying up, which the next one does.</summary>
    private static async Task<bool> IsRecordedAsync(IReadOnlyList<ServiceObservation> observed, PlatformLedger ledger, string environment, CancellationToken cancellation) =>
        (await Ledger.ReadAsync(ledger, environment, cancellation)).Current is { } current
        && observed.All(service => current.Services.Any(recorded => recorded.Name == service.Service.Name && recorded.Revision == service.Serving?.Name));
}
