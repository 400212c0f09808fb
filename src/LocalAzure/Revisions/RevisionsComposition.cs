using LocalAzure.Ingress;
using LocalAzure.Registry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalAzure.Revisions;

internal static class RevisionsComposition
{
    /// <summary>Adds <see cref="IRevisions"/>; needs <see cref="LocalAzureOptions"/>, the registry and ingress. When the host stops, all replicas are stopped.</summary>
    public static IServiceCollection AddRevisions(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new SupervisionTiming());
        services.AddSingleton(provider => new ReplicaPlatform(
            provider.GetRequiredService<LocalAzureOptions>(),
            provider.GetRequiredService<IImageStore>(),
            provider.GetRequiredService<IReplicaEndpoints>(),
            provider.GetRequiredService<SupervisionTiming>(),
            provider.GetRequiredService<TimeProvider>())
        {
            Disturbance = provider.GetService<IReplicaDisturbance>(),
        });
        services.AddSingleton<RevisionSupervisor>();
        services.AddSingleton<IRevisions>(provider => provider.GetRequiredService<RevisionSupervisor>());
        return services.AddHostedService(provider => provider.GetRequiredService<RevisionSupervisor>());
    }
}
