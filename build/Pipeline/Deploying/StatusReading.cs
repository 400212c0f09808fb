using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Deploying;

/// <summary>Reads what runs, and starts nothing to do so.</summary>
internal static class StatusReading
{
    /// <returns>Null when LocalAzure is not running: then nothing is.</returns>
    public static async Task<EnvironmentStatus?> ReadAsync(BuildContext context)
    {
        using var platform = await Live.RunningAsync(context);
        return platform is null ? null : await EnvironmentStatus.ReadAsync(platform, context.Settings, context.Target.Name, context.Cancellation);
    }
}
