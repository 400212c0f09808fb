using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Deploying;

/// <summary>Whether the release of these sources serves already: asked before anything is compiled.</summary>
internal static class Live
{
    /// <summary>How long revisions may take to serve again after LocalAzure was started.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    public static async Task<LiveRelease?> FindAsync(BuildContext context)
    {
        using var platform = await ReachAsync(context);
        if (platform is null)
            return null;
        var release = await context.ReleaseAsync();
        return await LiveRelease.FindAsync(platform, context.Settings, context.Target.Name, new SourceHash(release.Sources), context.Cancellation);
    }

    /// <summary>The platform when it can be reached without starting anything, else null.</summary>
    public static async Task<IPlatform?> RunningAsync(BuildContext context) => context.Options.Cloud == "local"
        ? await LocalAzureProgram.FindAsync(context.LocalAzure, context.Cancellation)
        : await Platform.ConnectAsync(context.Options.Cloud, context.LocalAzure, context.Cancellation);

    /// <summary>Whether LocalAzure keeps something that was deployed.</summary>
    public static bool DeployedBefore(BuildContext context) => File.Exists(Path.Combine(context.Paths.State, "state.json"));

    /// <summary>The platform, started again where something was deployed before, else null: nothing can be live on a machine where nothing was ever deployed, or where LocalAzure is not even built.</summary>
    public static async Task<IPlatform?> ReachAsync(BuildContext context)
    {
        if (await RunningAsync(context) is { } running)
            return running;
        if (!DeployedBefore(context) || !Directory.Exists(context.LocalAzure.ProgramFolder))
            return null;
        var started = await LocalAzureProgram.EnsureRunningAsync(context.LocalAzure, context.Cancellation);
        await EnvironmentStatus.WhenSettledAsync(started, context.Settings, context.Target.Name, StartPatience, context.Cancellation);
        return started;
    }
}
