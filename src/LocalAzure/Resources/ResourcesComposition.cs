namespace LocalAzure.Resources;

internal static class ResourcesComposition
{
    public static IServiceCollection AddResources(this IServiceCollection services) => services
        .AddSingleton<Controller>()
        .AddSingleton<Operations>()
        .AddSingleton<RunningResources>()
        .AddSingleton<ContainerApps>()
        .AddSingleton<ManagedEnvironments>()
        .AddSingleton<ResourceGroups>()
        .AddSingleton<FlexibleServers>();
}
