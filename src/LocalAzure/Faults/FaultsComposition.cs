using LocalAzure.Ingress;
using LocalAzure.Revisions;

namespace LocalAzure.Faults;

internal static class FaultsComposition
{
    public static IServiceCollection AddFaults(this IServiceCollection services) => services
        .AddSingleton<FaultBook>()
        .AddSingleton<IDisturbance, IngressFaults>()
        .AddSingleton<IReplicaDisturbance, ReplicaFaults>();
}
