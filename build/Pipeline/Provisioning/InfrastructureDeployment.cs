using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Delivery.Deployments;
using Frostline.Delivery.Provisioning;
using Frostline.Delivery.Releases;

namespace Frostline.Pipeline.Provisioning;

/// <summary>The environment's infrastructure, brought to what its templates say.</summary>
internal sealed class InfrastructureDeployment(BuildContext context)
{
    private InfrastructureFiles? Files => InfrastructureFiles.Find(context.Settings, context.Target.Name);

    /// <summary>Deploys what changed; of a product without templates, or of templates that are deployed already, it says so.</summary>
    public async Task ProvisionAsync()
    {
        if (Files is not { } files)
        {
            context.Print($"No templates for {context.Target.Name}: apps and database are made from the settings.");
            return;
        }

        var provisioner = await ProvisionerAsync();
        if (await provisioner.FindCurrentAsync(files.Fingerprint, context.Cancellation) is { } current)
        {
            context.Print($"Infrastructure {files.Fingerprint} is deployed already.");
            await KeepAsync(current);
            return;
        }

        await DeployAsync();
    }

    /// <summary>Deploys the templates, changed or not.</summary>
    public async Task DeployAsync()
    {
        var (files, template) = await CompileAsync();
        var provisioner = await ProvisionerAsync();
        await RunAsync(progress => provisioner.RunAsync(template, files.Fingerprint, progress, context.Cancellation));
    }

    /// <summary>Makes the apps that are missing, once the database has the schema that they ask for, and tells the manifest what the templates gave out.</summary>
    public async Task CompleteAsync(ReleaseManifest release)
    {
        if (Files is not { } files)
            return;
        await CreateAppsAsync(release);
        if (await (await ProvisionerAsync()).FindCurrentAsync(files.Fingerprint, context.Cancellation) is not { } current)
            return;
        var known = release.Infrastructure ?? new Dictionary<string, IReadOnlyDictionary<string, JsonNode?>>();
        var told = release with { Infrastructure = known.Where(pair => pair.Key != context.Target.Name).Append(new(context.Target.Name, current.Outputs)).ToDictionary() };
        await told.WriteAsync(Path.Combine(context.Paths.Release(release.Version), "release.json"), context.Cancellation);
    }

    /// <summary>Prints what a deployment would change.</summary>
    public async Task WhatIfAsync()
    {
        var (files, template) = await CompileAsync();
        var provisioner = await ProvisionerAsync();
        var changes = await provisioner.WhatIfAsync(template, files.Fingerprint, context.Cancellation);
        context.Print($"What a deployment to {context.Target.Name} would change:\n{WhatIfText.Of(changes)}");
    }

    private async Task CreateAppsAsync(ReleaseManifest release)
    {
        var apps = (await context.PlatformAsync()).ContainerApps(context.Target);
        var found = await Task.WhenAll(context.Settings.Services.Values.Select(service => apps.FindAppAsync(service.App, context.Cancellation)));
        if (!found.Contains(null))
            return;
        var (files, template) = await CompileAsync();
        var provisioner = await ProvisionerAsync();
        await RunAsync(progress => provisioner.CreateAppsAsync(template, files.Fingerprint, release, progress, context.Cancellation));
    }

    private async Task<(InfrastructureFiles Files, InfrastructureTemplate Template)> CompileAsync()
    {
        var files = Files ?? throw new DeliveryException(
            $"infrastructure: there is no main.bicep with environments/{context.Target.Name}.bicepparam. Add them, or name another environment.");
        var template = await new TemplateCompiler(context.Processes, OfficialBicep.Places) { Variables = Variables.Of(context.Environment) }.CompileAsync(files, context.Target, context.Cancellation);
        context.Print($"Compiled by {template.Engine}.");
        return (files, template);
    }

    private async Task<Provisioner> ProvisionerAsync() => new(await context.PlatformAsync(), context.Settings, context.Target.Name);

    private async Task RunAsync(Func<IProgress<ResourceProgress>, Task<DeployedTemplate>> deploy)
    {
        await context.Gate.HoldAsync();
        var start = Stopwatch.GetTimestamp();
        var progress = new LineProgress(context.Print);
        await KeepAsync(await deploy(progress));
        context.Print(string.Create(CultureInfo.InvariantCulture,
            $"{progress.Count} resources deployed to {context.Target.Name} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, template {Files?.Fingerprint}"));
    }

    private Task KeepAsync(DeployedTemplate deployed)
    {
        var outputs = new SortedDictionary<string, JsonNode?>(deployed.Outputs.ToDictionary(), StringComparer.Ordinal);
        var path = Path.Combine(context.Paths.Bicep, context.Target.Name, "outputs.json");
        return AtomicFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(outputs, DeliveryJson.Options), context.Cancellation);
    }

    /// <summary>Prints where it is called, in the task's own output.</summary>
    private sealed class LineProgress(Action<string> print) : IProgress<ResourceProgress>
    {
        public int Count { get; private set; }

        public void Report(ResourceProgress value)
        {
            Count++;
            print(value.ToString());
        }
    }
}
