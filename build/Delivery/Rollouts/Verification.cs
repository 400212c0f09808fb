using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Checks what an environment serves, on its public addresses, against what is live there.</summary>
public static class Verification
{
    /// <summary>Runs every smoke check of every service once on its public host. A failed check is in the outcome, not thrown.</summary>
    /// <exception cref="DeliveryException">A service is not deployed there.</exception>
    public static async Task<VerificationOutcome> RunAsync(
        IPlatform platform, PipelineSettings settings, string environment, CancellationToken cancellation)
    {
        var apps = platform.ContainerApps(settings.Environment(environment));
        using var client = platform.CreateClient();
        var checks = new List<CheckResult>();
        var versions = new HashSet<string?>();
        foreach (var service in settings.Services.Values)
        {
            var app = await apps.FindAppAsync(service.App, cancellation)
                ?? throw new DeliveryException($"{service.Name}: container app '{service.App}' is not there. Deploy to {environment} first.");
            versions.Add(app.Tags.GetValueOrDefault(ReleaseTags.Release));
            foreach (var check in service.Smoke)
                checks.Add(await CheckAsync(platform, client, service, app, Filled(check, app, environment), cancellation));
        }

        return new VerificationOutcome(environment, versions.Count == 1 ? versions.Single() : null, checks);
    }

    private static SmokeCheck Filled(SmokeCheck check, ContainerApp app, string environment) => check with
    {
        Contains = check.Contains is null ? null : Placeholders.Fill(check.Contains, name => name switch
        {
            Placeholders.Version => app.Tags.GetValueOrDefault(ReleaseTags.Release, ""),
            Placeholders.Commit => app.Tags.GetValueOrDefault(ReleaseTags.Commit, ""),
            Placeholders.Environment => environment,
            _ => null,
        }),
    };

    private static async Task<CheckResult> CheckAsync(
        IPlatform platform, HttpClient client, ServiceSettings service, ContainerApp app, SmokeCheck check, CancellationToken cancellation)
    {
        var host = platform.AddressFor(app.Fqdn ?? throw new DeliveryException($"{service.Name}: container app '{app.Name}' has no ingress."));
        return new CheckResult(service.Name, SmokeRequest.Address(host, check.Path), await SmokeRequest.SendAsync(client, host, check, TimeProvider.System, cancellation));
    }
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
