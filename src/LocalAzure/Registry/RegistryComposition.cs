using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalAzure.Registry;

internal static class RegistryComposition
{
    /// <summary>Registers the registry and <see cref="IImageStore"/>; both need <see cref="LocalAzureOptions"/>.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RegistryFolders>();
        services.AddSingleton<BlobStore>();
        services.AddSingleton<ManifestStore>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<RegistryEndpoint>();
        services.AddSingleton<IImageStore, ImageStore>();
        return services.AddHostedService<RegistryUpkeep>();
    }

    /// <summary>Maps <c>/v2/</c>, answered on the registry's port only.</summary>
    public static void MapRegistry(this IEndpointRouteBuilder endpoints)
    {
        var port = endpoints.ServiceProvider.GetRequiredService<LocalAzureOptions>().RegistryPort;
        var registry = endpoints.ServiceProvider.GetRequiredService<RegistryEndpoint>();
        endpoints.Map("/v2/{**path}", registry.HandleAsync).RequireHost($"*:{port}");
    }
}
