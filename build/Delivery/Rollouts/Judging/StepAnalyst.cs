using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Judges steps by the rollout's own probes, by the platform's words about the candidate and by its metrics.</summary>
internal sealed class StepAnalyst(IContainerApps apps, HttpClient client, AnalysisSettings settings, TimeProvider clock) : IStepAnalysis
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly StepJudge judge = new(settings);

    public async Task<StepAnalysis> RunAsync(AnalysisStep step, CancellationToken cancellation)
    {
        if (step.Bake <= TimeSpan.Zero)
            return new(step.Weight, Verdict.Pass, [], 0, 0, "The settings give the step no time: it is not judged.");
        var start = clock.GetTimestamp();
        TargetWatch[] watches = [.. step.Targets.Select(target => new TargetWatch(target, apps, client, settings, clock))];
        for (var extensions = 0; ; extensions++)
        {
            var failed = await BakeAsync(watches, step.Bake, cancellation);
            MetricVerdict[] verdicts = [.. watches.SelectMany(watch => Verdicts(watch.Samples, failed))];
            var overall = StepJudge.Overall(verdicts);
            if (overall != Verdict.Inconclusive || extensions == settings.Extensions)
                return new(step.Weight, overall, verdicts, Math.Round(clock.GetElapsedTime(start).TotalSeconds, 3), extensions, Reason(overall, failed, verdicts));
        }
    }

    /// <summary>Watches for a time.</summary>
    /// <returns>What ended it early, or null.</returns>
    private async Task<MetricVerdict?> BakeAsync(TargetWatch[] watches, TimeSpan time, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var baking = Together.OrNotAtAllAsync(watches, (watch, token) => watch.RunAsync(time, token), end.Token);
        while (true)
        {
            await Task.WhenAny(baking, Task.Delay(BetweenLooks, clock, end.Token));
            var isOver = baking.IsCompleted;
            if (watches.Select(watch => judge.AtOnce(watch.Samples)).FirstOrDefault(verdict => verdict is not null) is { } failed)
            {
                await end.CancelAsync();
                await baking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return failed;
            }

            if (!isOver)
                continue;
            await baking;
            return null;
        }
    }

    /// <summary>A failure that ended the step stands, whatever the same metric would say for itself at the end.</summary>
    private IEnumerable<MetricVerdict> Verdicts(ServiceSamples samples, MetricVerdict? failed) => judge.AtTheEnd(samples)
        .Select(verdict => failed is not null && (verdict.Service, verdict.Metric) == (failed.Service, failed.Metric) ? failed : verdict);

    private static string? Reason(Verdict overall, MetricVerdict? failed, IEnumerable<MetricVerdict> verdicts) =>
        overall == Verdict.Pass ? null : Words(failed ?? verdicts.First(verdict => verdict.Verdict == overall));

    private static string Words(MetricVerdict verdict) => $"{verdict.Service}, {verdict.Metric}: {verdict.Reason}.";
}
