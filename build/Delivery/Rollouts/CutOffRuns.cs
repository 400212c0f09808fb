using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>
/// What runs of this checkout that were killed left under way. The platform goes on with an operation whoever started it: until it has
/// ended, what the platform says of its apps is not what they are about to be.
/// </summary>
public static class CutOffRuns
{
    /// <summary>Waits for the end of every operation that a killed run started in an environment. Without journals there is nothing to do.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="folder">Folder of the environment's rollouts.</param>
    /// <param name="progress">Gets one line for each operation.</param>
    /// <param name="cancellation">Ends the wait, not the operations.</param>
    public static Task SettleAsync(
        IPlatform platform, EnvironmentSettings environment, string folder, IProgress<RolloutProgress> progress, CancellationToken cancellation) =>
        SettleAsync(platform.ContainerApps(environment), folder, progress, TimeProvider.System, cancellation);

    internal static async Task SettleAsync(
        IContainerApps apps, string folder, IProgress<RolloutProgress> progress, TimeProvider clock, CancellationToken cancellation)
    {
        foreach (var journal in CutOffJournal.FindAll(folder))
        {
            try
            {
                await SettleAsync(apps, journal, progress, clock, cancellation);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The platform tells what is there now all the same.
                progress.Report(new("settle", null, $"the journal of {journal.Id}, which was cut off, is left alone: {error.Message}"));
            }
        }
    }

    private static async Task SettleAsync(
        IContainerApps apps, CutOffJournal journal, IProgress<RolloutProgress> progress, TimeProvider clock, CancellationToken cancellation)
    {
        foreach (var effect in await journal.OpenAsync(cancellation))
        {
            var error = await EndOfAsync(apps, effect, cancellation);
            progress.Report(new("settle", null, $"{effect.Step} of {effect.Subject}, begun by {journal.Id}, which was cut off, {(error is null ? "is done" : $"is not: {error}")}"));
            await journal.CloseAsync(effect, error, clock.GetUtcNow());
        }
    }

    /// <returns>Why it did not end well, as far as can be told, or null. What the platform shows next counts in any case.</returns>
    private static async Task<string?> EndOfAsync(IContainerApps apps, OpenEffect effect, CancellationToken cancellation)
    {
        try
        {
            return await apps.AwaitOperationAsync(effect.Operation, cancellation);
        }
        catch (ContainerAppsException error)
        {
            return error.Message;
        }
    }
}
