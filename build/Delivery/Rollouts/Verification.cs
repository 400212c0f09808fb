using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Checks what an environment serves, on its public addresses, against what is live there.</summary>
public static class Verification
{
    /// <summary>Runs every smoke check of every service once on its public host. A failed check is in the outcome, not thrown.</summary>
    /// <exception cref="DeliveryException">Nothing is deployed there.</exception>
    public static Task<VerificationOutcome> RunAsync(
        IPlatform platform, PipelineSettings settings, string environment, CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>What the public checks saw.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Version">The release that is live, or null when the services disagree.</param>
/// <param name="Checks">All checks.</param>
public sealed record VerificationOutcome(string Environment, string? Version, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>Whether one release is live and every check passed.</summary>
    public bool Passed => Version is not null && Checks.Count > 0 && Checks.All(check => check.Problem is null);
}

/// <summary>One check and what was wrong with its answer.</summary>
/// <param name="Service">The service.</param>
/// <param name="Address">What was asked.</param>
/// <param name="Problem">What was wrong, or null.</param>
public sealed record CheckResult(string Service, Uri Address, string? Problem);
