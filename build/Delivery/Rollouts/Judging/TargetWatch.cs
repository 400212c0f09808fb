using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Everything that watches one service during a step.</summary>
internal sealed class TargetWatch(AnalysisTarget target, IContainerApps apps, HttpClient client, AnalysisSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(10);

    private readonly PairedProbes probes = new(target, client, settings, clock);
    private readonly HealthWatch health = new(target, apps);
    private readonly PlatformMetrics? metrics = settings.PlatformMetrics && target.StableRevision is not null ? new(target, apps, clock) : null;

    public ServiceSamples Samples => new(target.Service, probes.Samples.Read(), health.Reading)
    {
        RecentErrors = probes.Samples.ReadRecentErrors(),
        HasStable = target.StableRevision is not null,
        Platform = metrics?.Counts,
    };

    /// <summary>Probes for a time and asks the platform meanwhile, and once more at the end.</summary>
    public async Task RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] looks = [RepeatAsync(health.LookAsync, BetweenLooks, end.Token), RepeatAsync(ReadMetricsAsync, BetweenReadings, end.Token)];
        try
        {
            await probes.RunAsync(time, cancellation);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(looks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await LastLookAsync(cancellation);
    }

    private Task ReadMetricsAsync(CancellationToken cancellation) => metrics?.ReadAsync(cancellation) ?? Task.CompletedTask;

    private async Task LastLookAsync(CancellationToken cancellation)
    {
        using var deadline = new Deadline(LastLook, clock, cancellation);
        try
        {
            await Task.WhenAll(health.LookAsync(deadline.Token), ReadMetricsAsync(deadline.Token));
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            // What was seen until now is what there is.
        }
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> look, TimeSpan pause, CancellationToken cancellation)
    {
        while (true)
        {
            await look(cancellation);
            await Task.Delay(pause, clock, cancellation);
        }
    }
}
