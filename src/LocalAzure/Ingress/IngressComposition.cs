using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalAzure.Ingress;

internal static class IngressComposition
{
    /// <summary>Adds <see cref="IIngress"/>, <see cref="IReplicaEndpoints"/> and <see cref="IRevisionTraffic"/>; the host opens and closes the ingress port.</summary>
    public static IServiceCollection AddIngress(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpForwarder();
        services.AddSingleton<DrainBook>();
        services.AddSingleton<ReplicaEndpoints>();
        services.AddSingleton<IReplicaEndpoints>(provider => provider.GetRequiredService<ReplicaEndpoints>());
        services.AddSingleton<RevisionTraffic>();
        services.AddSingleton<IRevisionTraffic>(provider => provider.GetRequiredService<RevisionTraffic>());
        services.AddSingleton<RequestForwarding>();
        services.AddSingleton<IngressProxy>();
        services.AddSingleton<IIngress>(provider => provider.GetRequiredService<IngressProxy>());
        return services.AddHostedService(provider => provider.GetRequiredService<IngressProxy>());
    }
}
