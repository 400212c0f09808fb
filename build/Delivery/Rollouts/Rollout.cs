using System.Text.Json;
using Frostline.Delivery.ContainerApps;
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
    /// <exception cref="DeliveryException">Something stands in the way; nothing was touched.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was begun is undone.</exception>
    public async Task<RolloutOutcome> RunAsync(ReleaseManifest release, IProgress<RolloutProgress> progress, CancellationToken cancellation)
    {
        var environment = settings.Environment(options.Environment);
        var apps = platform.ContainerApps(environment);
        var home = await apps.EnsureEnvironmentAsync(cancellation);
        var observed = await Task.WhenAll(settings.Services.Values.Select(service => ObserveAsync(apps, service, cancellation)));
        var plan = RolloutPlan.Make(observed, release, () => RevisionSuffix.New(clock));
        Preflight.Check(plan, observed, release);

        using var journal = new Journal(Path.Combine(options.Folder, "journal.jsonl"), clock);
        using var client = platform.CreateClient();
        var site = new RolloutSite
        {
            Platform = platform, Apps = apps, Settings = settings, Environment = environment, Release = release, Home = home,
            Options = options, Client = client, Journal = journal, Progress = progress, Clock = clock,
        };
        var outcome = await new RolloutRun(site, plan, observed).RunAsync(cancellation);
        await AtomicFile.WriteAsync(
            Path.Combine(options.Folder, "outcome.json"), JsonSerializer.SerializeToUtf8Bytes(outcome, DeliveryJson.Options), CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return outcome;
    }

    private static async Task<ServiceObservation> ObserveAsync(IContainerApps apps, ServiceSettings service, CancellationToken cancellation)
    {
        var app = await apps.FindAppAsync(service.App, cancellation);
        return new ServiceObservation(service, app, app is null ? [] : await apps.ListRevisionsAsync(service.App, cancellation));
    }
}
