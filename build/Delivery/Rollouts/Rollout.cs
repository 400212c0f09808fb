using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Brings a release to an environment: all services together, or none.</summary>
public sealed class Rollout(IPlatform platform, PipelineSettings settings, RolloutOptions options, TimeProvider clock)
{
    /// <summary>Runs the rollout to its end. A failure is in the outcome, not thrown; what it did is undone by then.</summary>
    /// <param name="release">What to deploy; its images are in the environment's registry.</param>
    /// <param name="progress">Gets one line for each step.</param>
    /// <param name="cancellation">Undoes what was begun, within a short deadline of its own.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what was begun is undone.</exception>
    public Task<RolloutOutcome> RunAsync(ReleaseManifest release, IProgress<RolloutProgress> progress, CancellationToken cancellation)
    {
        _ = (platform, settings, options, clock);
        throw new NotSupportedException();
    }
}
