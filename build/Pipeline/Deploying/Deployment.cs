using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Pipeline.Packing;
using Frostline.Pipeline.Provisioning;

namespace Frostline.Pipeline.Deploying;

/// <summary>The release of this checkout, brought to the environment.</summary>
internal sealed class Deployment(BuildContext context)
{
    /// <summary>Who runs the pipeline, such as <c>ada@laptop</c>.</summary>
    public static string Actor => $"{Environment.UserName}@{Environment.MachineName}";

    public async Task<RolloutOutcome> RunAsync()
    {
        var release = await context.ReleaseAsync();
        var platform = await context.PlatformAsync();
        var manifest = (await ReleaseManifest.ReadAsync(context.ManifestPath(release), context.Cancellation)).In(platform.Registry(context.Target).Server, context.Settings);
        await new SignatureKeys(context).DemandAsync(manifest);
        await new InfrastructureDeployment(context).CompleteAsync(manifest);
        var options = new RolloutOptions
        {
            Environment = context.Target.Name,
            Folder = context.Paths.Rollouts(context.Target.Name),
            Ledger = context.Ledger(platform),
            Actor = Actor,
            Notifier = context.Notifier,
            LockLost = context.Gate.LockLost,
            ConnectionString = context.Settings.Database is null
                ? null
                : await platform.EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation),
        };
        var progress = new PrintedProgress(context.Print);
        return await new Rollout(platform, context.Settings, options, TimeProvider.System).RunAsync(manifest, progress, context.Cancellation);
    }
}
