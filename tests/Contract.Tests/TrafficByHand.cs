using Frostline.Delivery.ContainerApps;

namespace Contract.Tests;

/// <summary>Traffic moved by somebody who looks at nothing but weights.</summary>
internal static class TrafficByHand
{
    public static Task<ContainerApp> ShiftTrafficAsync(this IContainerApps apps, string app, IReadOnlyDictionary<string, int> weights, CancellationToken cancellation) =>
        apps.WriteTrafficAsync(app, new TrafficTarget { Weights = weights }, cancellation);
}
