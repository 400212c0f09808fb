using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Pipeline.Provisioning;

namespace Frostline.Pipeline.Deploying;

/// <summary>The release of this checkout, brought to the environment.</summary>
internal sealed class Deployment(BuildContext context)
{
    public async Task<RolloutOutcome> RunAsync()
    {
        var release = await context.ReleaseAsync();
        var manifest = await ReleaseManifest.ReadAsync(context.ManifestPath(release), context.Cancellation);
        var platform = await context.PlatformAsync();
        await new InfrastructureDeployment(context).CompleteAsync(manifest);
        var options = new RolloutOptions
        {
            Environment = context.Target.Name,
            Folder = context.Paths.Release(release.Version),
            Ledger = new PlatformLedger(platform, context.Settings),
            Actor = $"{Environment.UserName}@{Environment.MachineName}",
            ConnectionString = context.Settings.Database is null
                ? null
                : await platform.EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation),
        };
        var progress = new PrintedProgress(context.Print);
        return await new Rollout(platform, context.Settings, options, TimeProvider.System).RunAsync(manifest, progress, context.Cancellation);
    }
}
