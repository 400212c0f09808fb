using Frostline.Measurement;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>How a run stands to its baseline.</summary>
public enum Change
{
    /// <summary>No difference worth a word.</summary>
    Pass,

    /// <summary>Slower, beyond doubt, tolerance and floor.</summary>
    Regressed,

    /// <summary>Quicker, beyond doubt, tolerance and floor.</summary>
    Improved,

    /// <summary>The figures allow both.</summary>
    Inconclusive,
}

/// <summary>A run held against a baseline.</summary>
/// <param name="Name">The baseline.</param>
/// <param name="Change">The worst of all comparisons.</param>
/// <param name="Reasons">In words; names the request that is slower.</param>
/// <param name="Comparisons">Each request and percentile.</param>
public sealed record BaselineResult(string Name, Change Change, IReadOnlyList<string> Reasons, IReadOnlyList<PercentileComparison> Comparisons)
{
    /// <summary>How many times as long the machine itself took for the same work; null when that was not looked at.</summary>
    public Interval? Machine { get; init; }
}

/// <summary>One percentile of one request, before and now.</summary>
/// <param name="Request">As the scenario calls it.</param>
/// <param name="Percentile"><c>p50</c>, <c>p95</c>, or <see cref="BesideOthers"/>: then the ratio is that of the medians after what all requests have in common.</param>
/// <param name="Baseline">Milliseconds before.</param>
/// <param name="Candidate">Milliseconds now.</param>
/// <param name="Ratio">Now over before.</param>
/// <param name="Lower">Lower end of its interval.</param>
/// <param name="Upper">Upper end of its interval.</param>
/// <param name="Change">What it means.</param>
public sealed record PercentileComparison(
    string Request, string Percentile, double Baseline, double Candidate, double Ratio, double Lower, double Upper, Change Change)
{
    public const string BesideOthers = "p50 beside the others";

    /// <summary>The ratio beside what the machine itself took for the same work; null when that was not looked at.</summary>
    public Interval? BesideMachine { get; init; }
}

/// <summary>How much the service bears.</summary>
/// <param name="Lower">The highest rate that kept the objectives.</param>
/// <param name="Upper">The lowest that broke one; null when none did up to the end of the search.</param>
/// <param name="Broken">What broke.</param>
/// <param name="Saturated">What was used up there, or null when nothing seen was.</param>
/// <param name="Trials">Every rate that was tried.</param>
public sealed record KneeResult(double Lower, double? Upper, string? Broken, string? Saturated, IReadOnlyList<KneeTrial> Trials);

/// <summary>One rate that was held.</summary>
public sealed record KneeTrial(double Rate, double Achieved, double P95, double ErrorPercent, LoadVerdict Verdict, string? Why);

/// <summary>Whether something of the service grows.</summary>
/// <param name="Series">What was watched, such as <c>memory</c>.</param>
/// <param name="Unit">Of the figures.</param>
/// <param name="PerHour">Slope; null when there were too few points.</param>
/// <param name="Lower">Lower end of its interval.</param>
/// <param name="Upper">Upper end of its interval.</param>
/// <param name="Verdict">Fail when it grows beyond doubt and beyond what is allowed.</param>
/// <param name="Reason">In words.</param>
public sealed record LeakResult(string Series, string Unit, double? PerHour, double? Lower, double? Upper, LoadVerdict Verdict, string Reason);
