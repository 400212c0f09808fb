using Frostline.Delivery;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.LoadTests;

/// <summary>What is loaded: the address that was given, or a service of the environment, which on this machine is brought up when it is not there.</summary>
internal sealed class LoadTarget(BuildContext context)
{
    /// <exception cref="RefusedException">The environment asks for an approval nobody stated.</exception>
    /// <exception cref="DeliveryException">The service is not there.</exception>
    public async Task<Uri> FindAsync(string service)
    {
        if (context.Options.Load.Url is { } given)
            return await AllowedAsync(given);
        if (!context.Settings.Services.ContainsKey(service))
            throw new DeliveryException($"service: '{service}' is not a service of infrastructure/pipeline.json. Known are: {string.Join(", ", context.Settings.Services.Keys)}.");
        Approved(context.Target);
        return await ServedAsync(service) ?? await BroughtUpAsync(service);
    }

    private void Approved(EnvironmentSettings environment)
    {
        if (environment.Approval && !context.Options.Approve)
            throw new RefusedException($"environments.{environment.Name}: asks for approval before it is put under load. Pass --approve to state that somebody gave it.");
    }

    /// <summary>An address may be anybody's, but not that of an environment which asks for approval: neither the one that was named nor, where that can be seen, another.</summary>
    private async Task<Uri> AllowedAsync(Uri given)
    {
        Approved(context.Target);
        if (context.Options.Cloud != "local" || await LocalAzureProgram.FindAsync(context.LocalAzure, context.Cancellation) is not { } running)
            return given;
        using (running)
        {
            foreach (var environment in context.Settings.Environments.Values.Where(environment => environment.Approval))
            {
                if (IsOf(await EnvironmentStatus.ReadAsync(running, context.Settings, environment.Name, context.Cancellation), given))
                    Approved(environment);
            }
        }

        return given;
    }

    private static bool IsOf(EnvironmentStatus environment, Uri address) => environment.Apps.Any(app =>
        app.Url?.Authority == address.Authority || app.Host == address.Host || app.Revisions.Any(revision => revision.Host == address.Host));

    private async Task<Uri?> ServedAsync(string service)
    {
        using var platform = await ReachAsync();
        if (platform is null)
            return null;
        var status = await EnvironmentStatus.WhenSettledAsync(platform, context.Settings, context.Target.Name, context.Target.ReadyTimeout, context.Cancellation);
        return status.Apps.FirstOrDefault(app => app.Service == service && app.Release is not null)?.Url;
    }

    /// <summary>LocalAzure is started again where something was deployed before; nothing is looked for where nothing can be.</summary>
    private async Task<IPlatform?> ReachAsync()
    {
        if (context.Options.Cloud != "local")
            return await Platform.ConnectAsync(context.Options.Cloud, context.LocalAzure, context.Cancellation);
        if (await LocalAzureProgram.FindAsync(context.LocalAzure, context.Cancellation) is { } running)
            return running;
        return File.Exists(Path.Combine(context.Paths.State, "state.json")) && Directory.Exists(context.LocalAzure.ProgramFolder)
            ? await LocalAzureProgram.EnsureRunningAsync(context.LocalAzure, context.Cancellation)
            : null;
    }

    private async Task<Uri> BroughtUpAsync(string service)
    {
        if (context.Options.Cloud != "local" || context.Target.Name != "staging")
            throw new DeliveryException($"{service}: nothing of it serves in {context.Target.Name}. Deploy there first.");
        context.Print("Nothing serves on this machine yet: bringing staging up.");
        await new LocalStaging(context).BringUpAsync();
        return await ServedAsync(service) ?? throw new DeliveryException($"{service}: it was deployed, and has no public address.");
    }
}
