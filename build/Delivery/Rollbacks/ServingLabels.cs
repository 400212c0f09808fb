using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollouts;

namespace Frostline.Delivery.Rollbacks;

/// <summary>The labels between two rollouts: green is what serves, blue what can take over from it.</summary>
internal static class ServingLabels
{
    /// <summary>All traffic to one revision, and green with it, in one write. What it takes over from is no standby: blue goes. Where no label
    /// ever was, none is made.</summary>
    public static TrafficTarget After(IReadOnlyList<TrafficWeight> traffic, string serving) => new()
    {
        Weights = new Dictionary<string, int> { [serving] = 100 },
        Labels = traffic.Any(entry => entry.Label is RolloutLabels.Green or RolloutLabels.Blue)
            ? new Dictionary<string, string?> { [RolloutLabels.Green] = serving, [RolloutLabels.Blue] = null }
            : new Dictionary<string, string?>(),
    };
}
