using Frostline.Delivery.Platforms;
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
        return UnfinishedPlan.Find(observed);
    }
}
