using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Judges a service by everything that is known of it. Pure: samples in, verdicts out.</summary>
internal sealed class StepJudge(AnalysisSettings settings)
{
    /// <summary>Requests the platform must have counted per revision. Fewer than the probes need: the power is theirs, this looks for what they do not ask.</summary>
    private const int PlatformRequests = 100;

    /// <summary>The first failure that needs no more time, or null.</summary>
    public MetricVerdict? AtOnce(ServiceSamples samples)
    {
        if (samples.Health.Problem is not null)
            return Health(samples);
        if (Errors(samples).AtOnce(samples.StableErrors, samples.RecentErrors ?? samples.CandidateErrors, samples.FirstFailure) is { } errors)
            return errors;
        if (samples.Platform is { Problem: null } counts && PlatformErrors(samples).AtOnce(counts.Stable, counts.Recent ?? counts.Candidate, null) is { } counted)
            return counted;
        return samples.Paths.Select(path => Latency(samples, path).AtOnce(path.Stable.Milliseconds, path.Candidate.Milliseconds)).FirstOrDefault(verdict => verdict is not null);
    }

    /// <summary>Every verdict when the step is over.</summary>
    public IReadOnlyList<MetricVerdict> AtTheEnd(ServiceSamples samples)
    {
        List<MetricVerdict> verdicts = [Health(samples)];
        if (!samples.HasStable)
            return [.. verdicts, Errors(samples).Alone(samples.CandidateErrors, samples.FirstFailure)];
        verdicts.Add(Errors(samples).AtTheEnd(samples.StableErrors, samples.CandidateErrors, samples.FirstFailure));
        verdicts.AddRange(samples.Paths.Select(path => Latency(samples, path).AtTheEnd(path.Stable.Milliseconds, path.Candidate.Milliseconds)));
        if (samples.Platform is { } counts)
            verdicts.Add(counts.Problem is null ? PlatformErrors(samples).AtTheEnd(counts.Stable, counts.Candidate, null) : Missing(samples, counts.Problem));
        return verdicts;
    }

    /// <summary>Fail when one failed, else inconclusive when one is, else pass.</summary>
    public static Verdict Overall(IEnumerable<MetricVerdict> verdicts)
    {
        var all = verdicts.Select(verdict => verdict.Verdict).ToHashSet();
        return all.Contains(Verdict.Fail) ? Verdict.Fail : all.Contains(Verdict.Inconclusive) || all.Count == 0 ? Verdict.Inconclusive : Verdict.Pass;
    }

    private ErrorJudge Errors(ServiceSamples samples) => new(samples.Service, "errors", settings.MinimumRequests);

    private static ErrorJudge PlatformErrors(ServiceSamples samples) => new(samples.Service, "platform errors", PlatformRequests);

    private LatencyJudge Latency(ServiceSamples samples, PathSamples path) => new(samples.Service, path.Path, settings);

    private static MetricVerdict Health(ServiceSamples samples) => samples.Health switch
    {
        { Problem: { } problem } => Word(samples, "health", Verdict.Fail, problem),
        { Seen: false } => Word(samples, "health", Verdict.Inconclusive, "the platform could not be asked"),
        _ => Word(samples, "health", Verdict.Pass, "no replica failed or restarted"),
    };

    private static MetricVerdict Missing(ServiceSamples samples, string problem) => Word(samples, "platform errors", Verdict.Inconclusive, problem);

    private static MetricVerdict Word(ServiceSamples samples, string metric, Verdict verdict, string reason) =>
        new(samples.Service, metric, verdict, reason, 0, 0, null, null, null, null);
}
