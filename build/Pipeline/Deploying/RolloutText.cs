using System.Globalization;
using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Deploying;

/// <summary>What a rollout cost, and how to go on, for people.</summary>
internal static class RolloutText
{
    public static IEnumerable<string> Of(RolloutOutcome outcome)
    {
        if (outcome.Warning is { } warning)
            yield return $"warning: {warning}";
        if (outcome.Requests is { Sent: > 0 } requests)
            yield return string.Create(CultureInfo.InvariantCulture, $"{requests.Failed} of {requests.Sent} requests to the public hosts failed");
        if (outcome.SecondsToZero is { } seconds)
            yield return string.Create(CultureInfo.InvariantCulture, $"{outcome.Version} had no traffic {seconds:0.0} s after the decision, {outcome.Requests?.FailedWhileUndone ?? 0} requests failed meanwhile");
        if (outcome is { HeldAt: { } weight, Paused: true })
            yield return $"{outcome.Version} waits at {weight} %. Go on with ./build.sh --target=BlueGreen --resume, or back with --abort.";
    }
}
