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
        var held = await HeldRollout.FindAsync(apps, settings.Product, environment, cancellation);
        var observed = await ServiceObservation.ReadAllAsync(apps, settings, cancellation);
        var ledger = await Ledger.ReadAsync(new PlatformLedger(platform, settings), environment, cancellation);
        return Find(held, observed, ledger);
    }

    /// <summary>What the ledger names stays: a run that died after its record left nothing but tidying up, and a rollback that died has all
    /// traffic at a release that was good. The next run does the rest.</summary>
    internal static UnfinishedRollout? Find(HeldRollout? held, IReadOnlyList<ServiceObservation> observed, Ledger ledger)
    {
        if (held is not null)
            return ledger.Current is { } current && observed.All(service => service.IsAt(current)) && !UnfinishedPlan.Waits(observed)
                ? null
                : new(held.Version, held.Weight, IsHeld: true);
        return ledger.Good.Any(entry => observed.All(service => ReleaseMatch.Serves(service, entry))) ? null : UnfinishedPlan.Find(observed);
    }
}
