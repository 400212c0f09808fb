using Frostline.Measurement;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Judges failed requests. At once: more than 5 %. Considered: more than the stable revision has, by half a point or more; or more
/// than 1 % on both sides, which no release explains and no release should be built on.</summary>
internal sealed class ErrorJudge(string service, string metric, int minimum)
{
    /// <summary>Two-sided. A step makes one such test per service and source, and a thousand steps of equal revisions must not see ten aborted.</summary>
    private const double Confidence = 0.996;
    private const double AtOnceRate = 0.05;
    private const int AtOnceRequests = 10;
    private const double ConsideredRate = 0.01;
    private const double SmallestDifference = 0.005;

    /// <summary>A failure that needs no more time, or null.</summary>
    public MetricVerdict? AtOnce(Proportion stable, Proportion candidate, string? example)
    {
        var within = candidate.Within(Confidence);
        return candidate.Total < AtOnceRequests || within.Lower <= AtOnceRate
            ? null
            : Say(Verdict.Fail, $"{Words(candidate)} failed, which is more than {100 * AtOnceRate:0} %{Example(example)}", stable, candidate);
    }

    /// <summary>The verdict when the step is over.</summary>
    public MetricVerdict AtTheEnd(Proportion stable, Proportion candidate, string? example)
    {
        if (Math.Min(stable.Total, candidate.Total) < minimum)
            return Say(Verdict.Inconclusive, $"{Math.Min(stable.Total, candidate.Total)} requests are too few, {minimum} are needed", stable, candidate);
        var difference = candidate.Minus(stable, Confidence);
        if (difference.Lower > 0 && difference.Estimate >= SmallestDifference)
            return Say(Verdict.Fail, $"{Words(candidate)} failed, of the stable revision's {Words(stable)}{Example(example)}", stable, candidate);
        if (candidate.Within(Confidence).Lower > ConsideredRate)
            return Say(Verdict.Inconclusive, $"{Words(candidate)} failed, but of the stable revision's {Words(stable)}: something else is broken{Example(example)}", stable, candidate);
        return Say(Verdict.Pass, $"{Words(candidate)} failed, of the stable revision's {Words(stable)}", stable, candidate);
    }

    /// <summary>The verdict on a first deployment, when the step is over.</summary>
    public MetricVerdict Alone(Proportion candidate, string? example)
    {
        var verdict = candidate.Total < minimum || candidate.Rate >= ConsideredRate ? Verdict.Inconclusive : Verdict.Pass;
        if (candidate.Within(Confidence).Lower > ConsideredRate)
            verdict = Verdict.Fail;
        return Say(verdict, $"{Words(candidate)} failed, and nothing served before{Example(example)}", default, candidate);
    }

    private MetricVerdict Say(Verdict verdict, string reason, Proportion stable, Proportion candidate)
    {
        var difference = candidate.Minus(stable, Confidence);
        var compares = stable.Total > 0 && candidate.Total > 0;
        return new(service, metric, verdict, reason, stable.Total, candidate.Total, Percent(stable), Percent(candidate),
            compares ? Math.Round(100 * difference.Lower, 3) : null, compares ? Math.Round(100 * difference.Upper, 3) : null);
    }

    private static double? Percent(Proportion proportion) => proportion.Total == 0 ? null : Math.Round(100 * proportion.Rate, 3);

    private static string Words(Proportion proportion) => $"{proportion.Hits} of {proportion.Total} requests ({100 * proportion.Rate:0.##} %)";

    private static string Example(string? example) => example is null ? "" : $"; the first: {example}";
}
