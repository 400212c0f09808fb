using System.Text.Json.Nodes;

namespace Frostline.Delivery.Deployments;

/// <summary>Deployments of templates to one environment's resource group, by <c>Microsoft.Resources/deployments</c>.</summary>
/// <exception cref="ContainerApps.ContainerAppsException">The platform refused a call.</exception>
public interface IDeployments
{
    /// <summary>Makes the resource group when it is missing.</summary>
    Task EnsureGroupAsync(CancellationToken cancellation);

    /// <summary>A deployment of that name, whatever became of it, or null when there never was one.</summary>
    Task<DeployedTemplate?> FindAsync(string name, CancellationToken cancellation);

    /// <summary>A resource of the group as the platform shows it, or null when there is none.</summary>
    /// <param name="path">Below the group, such as <c>Microsoft.ContainerRegistry/registries/shop</c>.</param>
    /// <param name="apiVersion">Version of its API.</param>
    /// <param name="cancellation">Ends the request.</param>
    Task<JsonObject?> FindResourceAsync(string path, string apiVersion, CancellationToken cancellation);

    /// <summary>Asks the platform whether it would take the deployment; changes nothing.</summary>
    /// <exception cref="DeploymentFailedException">It would not; carries every reason.</exception>
    Task ValidateAsync(TemplateDeployment deployment, CancellationToken cancellation);

    /// <summary>What the deployment would change; changes nothing.</summary>
    /// <exception cref="DeploymentFailedException">The platform would not take it.</exception>
    Task<IReadOnlyList<WhatIfChange>> WhatIfAsync(TemplateDeployment deployment, CancellationToken cancellation);

    /// <summary>Deploys, and returns when everything is there.</summary>
    /// <param name="deployment">What to deploy.</param>
    /// <param name="progress">Told of each resource once, when it ends; those of modules too.</param>
    /// <param name="cancellation">Cancels the deployment: nothing more is begun, what is under way the platform ends by itself.</param>
    /// <exception cref="DeploymentFailedException">It failed or took too long; carries the innermost error of each resource.</exception>
    Task<DeployedTemplate> RunAsync(TemplateDeployment deployment, IProgress<ResourceProgress> progress, CancellationToken cancellation);
}
