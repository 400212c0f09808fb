using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Schedules;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>Holds what was measured against the objectives.</summary>
internal static class Objectives
{
    /// <summary>Below this a percentile is an anecdote, and no run is ended for it.</summary>
    private const long FewestForAbort = 200;

    /// <summary>How much worse than its objective something must be before a run is ended for it.</summary>
    private const double AbortFactor = 2;

    public static IReadOnlyList<ObjectiveResult> Judge(LoadObjectives objectives, Histogram response, long count, long errors) =>
    [
        Result("p95", "ms", objectives.P95Milliseconds, response.Count == 0 ? null : Milliseconds(response.Quantile(0.95))),
        Result("average", "ms", objectives.AverageMilliseconds, response.Count == 0 ? null : response.Mean / TimeSpan.TicksPerMillisecond),
        Result("errors", "%", objectives.ErrorPercent, count == 0 ? null : 100.0 * errors / count),
    ];

    /// <summary>What is so far from its objective that the rest of the run would change nothing.</summary>
    public static ObjectiveResult? Hopeless(LoadObjectives objectives, Histogram response, long count, long errors) =>
        !objectives.Abort || count < FewestForAbort
            ? null
            : Judge(objectives, response, count, errors).FirstOrDefault(result => result.Measured > Math.Max(result.Limit * AbortFactor, result.Name == "errors" ? 5 : 0));

    /// <summary>Adds to what is missed when it was missed first.</summary>
    /// <param name="result">An objective, over the whole run.</param>
    /// <param name="objectives">All of them.</param>
    /// <param name="timeline">The run in pieces.</param>
    /// <param name="stages">Its stages.</param>
    public static ObjectiveResult Dated(ObjectiveResult result, LoadObjectives objectives, IEnumerable<TimelinePoint> timeline, IReadOnlyList<Stage> stages)
    {
        if (result.Verdict != LoadVerdict.Fail)
            return result;
        var first = timeline.FirstOrDefault(point => stages[point.Stage].Measured
            && Judge(objectives, point.Response, point.Count, point.Errors).Any(piece => piece.Name == result.Name && piece.Verdict == LoadVerdict.Fail));
        return first is null ? result : result with { FirstMissed = new(Math.Round(first.To, 1), stages[first.Stage].Name) };
    }

    private static ObjectiveResult Result(string name, string unit, double limit, double? measured) => new(
        name, unit, limit, measured, measured is null ? LoadVerdict.Inconclusive : measured < limit || measured == 0 ? LoadVerdict.Pass : LoadVerdict.Fail);

    private static double Milliseconds(long ticks) => TimeSpan.FromTicks(ticks).TotalMilliseconds;
}
