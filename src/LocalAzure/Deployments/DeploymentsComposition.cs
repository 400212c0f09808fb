namespace LocalAzure.Deployments;

internal static class DeploymentsComposition
{
    public static IServiceCollection AddDeployments(this IServiceCollection services) => services
        .AddSingleton<ResourceDeployments>()
        .AddSingleton<DeploymentRun>()
        .AddSingleton<DeployedWorld>()
        .AddSingleton<ResourceWriter>()
        .AddSingleton<KeptDocuments>()
        .AddSingleton<WhatIf>();
}
