using System.Globalization;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Rollouts;

/// <summary>A rollout that waits for a person, as a tag of the environment says: any machine can go on with it.</summary>
/// <param name="Id">Identity of the rollout.</param>
/// <param name="Version">Its release.</param>
/// <param name="Weight">Where it waits, in percent.</param>
public sealed record HeldRollout(string Id, string Version, int Weight)
{
    private const string Form = "1";

    /// <exception cref="DeliveryException">The tag says something else.</exception>
    public static async Task<HeldRollout?> FindAsync(IContainerApps apps, string product, string environment, CancellationToken cancellation)
    {
        if (!(await apps.Tags.ReadAsync(cancellation)).TryGetValue(TagOf(product, environment), out var value))
            return null;
        return value.Split('|') is [Form, var id, var version, var weight] && int.TryParse(weight, CultureInfo.InvariantCulture, out var percent)
            ? new HeldRollout(id, version, percent)
            : throw new DeliveryException($"Tag '{TagOf(product, environment)}' names no rollout: '{value}'. Remove the tag to go on without it.");
    }

    internal static Task WriteAsync(IContainerApps apps, string product, RolloutOutcome outcome, CancellationToken cancellation) => apps.Tags.ChangeAsync(
        new Dictionary<string, string> { [TagOf(product, outcome.Environment)] = $"{Form}|{outcome.Id}|{outcome.Version}|{outcome.HeldAt}" }, [], cancellation);

    internal static Task ClearAsync(IContainerApps apps, string product, string environment, CancellationToken cancellation) =>
        apps.Tags.ChangeAsync(new Dictionary<string, string>(), [TagOf(product, environment)], cancellation);

    private static string TagOf(string product, string environment) => $"frostline-held.{product}.{environment}";
}
