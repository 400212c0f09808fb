using System.Text.Json.Nodes;
using Frostline.Delivery.Deployments;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Provisioning;

/// <summary>
/// Brings an environment's infrastructure to what its template says. Apps come last, when their database has its schema: as long as one is
/// missing the template is deployed without them, and <see cref="CreateAppsAsync"/> adds them. What a release owns (images, traffic) stays as it is.
/// </summary>
/// <param name="platform">Where to.</param>
/// <param name="settings">The product.</param>
/// <param name="environment">Name of the environment.</param>
public sealed class Provisioner(IPlatform platform, PipelineSettings settings, string environment)
{
    private const string FingerprintTag = "frostline-infrastructure";

    private readonly EnvironmentSettings target = settings.Environment(environment);
    private readonly IDeployments deployments = platform.Deployments(settings.Environment(environment));

    /// <summary>What is deployed when the fingerprint is that of the files and the deployment succeeded, else null.</summary>
    public async Task<DeployedTemplate?> FindCurrentAsync(string fingerprint, CancellationToken cancellation) =>
        await deployments.FindAsync(DeploymentName, cancellation) is { Succeeded: true } found && found.Tags.GetValueOrDefault(FingerprintTag) == fingerprint ? found : null;

    /// <summary>Whether the platform would take the template, and what it would change.</summary>
    public async Task<IReadOnlyList<WhatIfChange>> WhatIfAsync(InfrastructureTemplate template, string fingerprint, CancellationToken cancellation)
    {
        var deployment = await PrepareAsync(template, fingerprint, await AppsOfNow(null).ReadAsync(cancellation), cancellation);
        await deployments.ValidateAsync(deployment, cancellation);
        return await deployments.WhatIfAsync(deployment, cancellation);
    }

    /// <summary>Deploys the template. Apps keep image and traffic; without all of them only what they stand on is deployed.</summary>
    public async Task<DeployedTemplate> RunAsync(
        InfrastructureTemplate template, string fingerprint, IProgress<ResourceProgress> progress, CancellationToken cancellation)
    {
        var deployment = await PrepareAsync(template, fingerprint, await AppsOfNow(null).ReadAsync(cancellation), cancellation);
        return await deployments.RunAsync(deployment, progress, cancellation);
    }

    /// <summary>Deploys the template with apps: those that are missing begin with the images of a release.</summary>
    public async Task<DeployedTemplate> CreateAppsAsync(
        InfrastructureTemplate template, string fingerprint, ReleaseManifest release, IProgress<ResourceProgress> progress, CancellationToken cancellation)
    {
        var deployment = await PrepareAsync(template, fingerprint, await AppsOfNow(release).ReadAsync(cancellation), cancellation);
        return await deployments.RunAsync(deployment, progress, cancellation);
    }

    private string DeploymentName => $"frostline-{environment}";

    private AppParameters AppsOfNow(ReleaseManifest? release) => new(platform.ContainerApps(target), settings, release);

    private async Task<TemplateDeployment> PrepareAsync(InfrastructureTemplate template, string fingerprint, AppValues apps, CancellationToken cancellation)
    {
        await deployments.EnsureGroupAsync(cancellation);
        if (SharedRegistry(template) is { } registry)
            await platform.EnsureRegistryAsync(target with { ResourceGroup = registry.Group }, registry.Name, cancellation);
        var parameters = (JsonObject)template.Parameters.DeepClone();
        Give(template, parameters, "images", apps.Images);
        if (apps.Images is null)
            return Named(template, parameters, fingerprint);
        Give(template, parameters, "traffic", apps.Traffic);
        Give(template, parameters, "releaseTags", apps.Tags);
        if (await platform.FindDatabaseAsync(settings, environment, cancellation) is { } connection)
            Give(template, parameters, "secretValues", new AppSecrets(settings, environment, connection).Values());
        return Named(template, parameters, fingerprint);
    }

    private TemplateDeployment Named(InfrastructureTemplate template, JsonObject parameters, string fingerprint) =>
        new(DeploymentName, template.Template, parameters) { Tags = new Dictionary<string, string> { [FingerprintTag] = fingerprint } };

    private static void Give(InfrastructureTemplate template, JsonObject parameters, string name, JsonNode? value)
    {
        if (template.Takes(name))
            parameters[name] = new JsonObject { ["value"] = value };
    }

    /// <summary>The registry that another environment owns, if the template says so.</summary>
    private static (string Name, string Group)? SharedRegistry(InfrastructureTemplate template) =>
        template.Parameters["registry"]?["value"] is JsonObject registry && registry["owned"] is JsonValue owned && owned.GetValueKind() == System.Text.Json.JsonValueKind.False
            && registry["name"] is { } name && registry["resourceGroup"] is { } group
            ? ((string)name!, (string)group!)
            : null;
}
