using LocalAzure.Ingress;
using LocalAzure.Management;
using LocalAzure.Revisions;

namespace LocalAzure.Faults;

internal static class FaultsComposition
{
    public static IServiceCollection AddFaults(this IServiceCollection services) => services
        .AddSingleton<FaultBook>()
        .AddSingleton<ThrottleSwitch>()
        .AddSingleton<IDisturbance, IngressFaults>()
        .AddSingleton<IReplicaDisturbance, ReplicaFaults>();
}
