using Frostline.Delivery.Settings;
using Frostline.Measurement;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Judges the times of one path by the Mann-Whitney interval of their shift, as Kayenta does. Differences from it: logarithms are
/// compared, so that the shift is a ratio and means the same for fast and for slow answers; and a shift must be worth an abort.</summary>
internal sealed class LatencyJudge(string service, string path, AnalysisSettings settings)
{
    private const double Confidence = 0.98;

    /// <summary>The interval must lie beyond this share of the estimate.</summary>
    private const double Tolerance = 0.25;
    private const double SmallestIncrease = 0.10;
    private const double WidestIncrease = 1.0;
    private const double AtOnceRatio = 5;
    private const int AtOnceSamples = 50;

    /// <summary>A failure that needs no more time, or null: the candidate takes five times as long, beyond doubt.</summary>
    public MetricVerdict? AtOnce(IReadOnlyList<double> stable, IReadOnlyList<double> candidate)
    {
        if (Math.Min(stable.Count, candidate.Count) < Math.Min(AtOnceSamples, settings.MinimumSamples))
            return null;
        var (before, now) = (Quantiles.Of(stable, 0.5), Quantiles.Of(candidate, 0.5));
        if (now <= AtOnceRatio * before || !IsWorthIt(now - before))
            return null;
        var ratio = Ratio(stable, candidate);
        return ratio.Lower > AtOnceRatio ? Say(Verdict.Fail, $"more than {AtOnceRatio} times as slow", stable, candidate, ratio) : null;
    }

    /// <summary>The verdict when the step is over.</summary>
    public MetricVerdict AtTheEnd(IReadOnlyList<double> stable, IReadOnlyList<double> candidate)
    {
        var fewest = Math.Min(stable.Count, candidate.Count);
        if (fewest < settings.MinimumSamples)
            return Say(Verdict.Inconclusive, $"{fewest} answers are too few, {settings.MinimumSamples} are needed", stable, candidate, null);
        var (ratio, median) = (Ratio(stable, candidate), Quantiles.Of(stable, 0.5));
        var beyondTolerance = Math.Log(ratio.Lower) > Tolerance * Math.Abs(Math.Log(ratio.Estimate));
        if (beyondTolerance && ratio.Estimate - 1 >= SmallestIncrease && IsWorthIt((ratio.Estimate - 1) * median))
            return Say(Verdict.Fail, "slower", stable, candidate, ratio);
        if (ratio.Upper - 1 >= WidestIncrease && IsWorthIt((ratio.Upper - 1) * median))
            return Say(Verdict.Inconclusive, "the times scatter so much that twice as slow cannot be ruled out", stable, candidate, ratio);
        return Say(Verdict.Pass, "not slower by what would matter", stable, candidate, ratio);
    }

    private bool IsWorthIt(double milliseconds) => milliseconds >= settings.LatencyFloor.TotalMilliseconds;

    /// <summary>How many times as long the candidate takes.</summary>
    private static Interval Ratio(IReadOnlyList<double> stable, IReadOnlyList<double> candidate)
    {
        var shift = MannWhitney.Shift(candidate.Select(Log), stable.Select(Log), Confidence);
        return new Interval(Math.Exp(shift.Estimate), Math.Exp(shift.Lower), Math.Exp(shift.Upper));
    }

    private static double Log(double milliseconds) => Math.Log(Math.Max(milliseconds, 0.001));

    private MetricVerdict Say(Verdict verdict, string words, IReadOnlyList<double> stable, IReadOnlyList<double> candidate, Interval? ratio)
    {
        var (before, now) = (Median(stable), Median(candidate));
        var figures = ratio is { } times ? $"median {now:0.0} ms, of the stable revision {before:0.0} ms; {Percent(times.Lower):+0;-0;0} % to {Percent(times.Upper):+0;-0;0} %: " : "";
        return new(service, $"latency {path}", verdict, figures + words, stable.Count, candidate.Count, before, now, Percent(ratio?.Lower), Percent(ratio?.Upper));
    }

    private static double? Median(IReadOnlyList<double> samples) => samples.Count == 0 ? null : Math.Round(Quantiles.Of(samples, 0.5), 3);

    private static double? Percent(double? ratio) => ratio is { } times ? Math.Round(100 * (times - 1), 2) : null;
}
