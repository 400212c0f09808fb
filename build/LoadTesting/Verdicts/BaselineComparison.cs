using System.Globalization;
using Frostline.Measurement;
using Frostline.Measurement.Comparisons;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>The response times of one request, slice by slice.</summary>
internal sealed record RequestSlices(string Request, IReadOnlyList<Histogram> Slices);

/// <summary>How much may change before it is called a change.</summary>
/// <param name="Ratio">0.03: up to 3 % is no change, whatever the confidence.</param>
/// <param name="Floor">Nor is less than this.</param>
/// <param name="Confidence">That none of all intervals misses by accident.</param>
internal sealed record BaselineTolerance(double Ratio, TimeSpan Floor, double Confidence)
{
    public static BaselineTolerance Default { get; } = new(0.03, TimeSpan.FromMilliseconds(0.1), 0.98);
}

/// <summary>Holds the slices of a run against those of a baseline, request by request: at p95, at the median, and at the median beside the other requests.</summary>
internal static class BaselineComparison
{
    private static readonly (string Name, double Share)[] Quantiles = [("p95", 0.95), ("p50", 0.5)];

    /// <summary>A slice with fewer has no p95 worth the name: neighbours are taken together until they have as many.</summary>
    private const double FewestPerSlice = 20;

    public static BaselineResult Compare(string name, IReadOnlyList<RequestSlices> baseline, IReadOnlyList<RequestSlices> candidate, BaselineTolerance tolerance)
    {
        var pairs = candidate.Join(baseline, now => now.Request, before => before.Request, (now, before) => (now, before)).ToList();
        var confidence = 1 - (1 - tolerance.Confidence) / Math.Max(1, pairs.Count * (Quantiles.Length + 1));
        var beside = new BesideOthers(Together([.. pairs.Select(pair => pair.before)]), Together([.. pairs.Select(pair => pair.now)]));
        List<PercentileComparison> comparisons = [.. pairs.SelectMany((pair, index) => Quantiles
            .Select(quantile => Compare(pair.now, pair.before, quantile, confidence, tolerance))
            .Append(Beside(pair.now, pair.before, beside.Ratio(index, confidence), tolerance))
            .OfType<PercentileComparison>())];
        var change = Worst(comparisons);
        return new(name, change, Reasons(name, change, comparisons), comparisons);
    }

    private static PercentileComparison? Compare(
        RequestSlices now, RequestSlices before, (string Name, double Share) quantile, double confidence, BaselineTolerance tolerance)
    {
        if (SliceComparison.Compare(Filled(before), Filled(now), quantile.Share, confidence, seed: 1) is not { } ratio)
            return null;
        return new(
            now.Request, quantile.Name, Milliseconds(ratio.Baseline), Milliseconds(ratio.Candidate), ratio.Ratio, ratio.Lower, ratio.Upper, ChangeOf(ratio, tolerance));
    }

    /// <summary>Says only whether it became slower: whether the figures are good enough is said of the request alone.</summary>
    private static PercentileComparison? Beside(RequestSlices now, RequestSlices before, Interval? beside, BaselineTolerance tolerance)
    {
        if (beside is not { } ratio)
            return null;
        var (earlier, later) = (Histogram.Merge(before.Slices).Quantile(0.5), Histogram.Merge(now.Slices).Quantile(0.5));
        var slower = ratio.Lower > 1 + tolerance.Ratio && earlier * (ratio.Estimate - 1) > tolerance.Floor.Ticks;
        return new(
            now.Request, PercentileComparison.BesideOthers, Milliseconds(earlier), Milliseconds(later), ratio.Estimate, ratio.Lower, ratio.Upper, slower ? Change.Regressed : Change.Pass);
    }

    private static Change ChangeOf(QuantileRatio ratio, BaselineTolerance tolerance)
    {
        var (most, least) = (1 + tolerance.Ratio, 1 / (1 + tolerance.Ratio));
        var matters = Math.Abs(ratio.Baseline * (ratio.Ratio - 1)) > tolerance.Floor.Ticks;
        if (ratio.Lower > most && matters)
            return Change.Regressed;
        if (ratio.Upper < least && matters)
            return Change.Improved;
        // So wide an interval allows what nobody would accept.
        return ratio.Upper > 1.5 && ratio.Baseline * (ratio.Upper - 1) > tolerance.Floor.Ticks * 10 ? Change.Inconclusive : Change.Pass;
    }

    private static Change Worst(List<PercentileComparison> comparisons)
    {
        if (comparisons.Count == 0)
            return Change.Inconclusive;
        foreach (var change in (Change[])[Change.Regressed, Change.Inconclusive, Change.Improved])
        {
            if (comparisons.Any(comparison => comparison.Change == change))
                return change;
        }

        return Change.Pass;
    }

    private static List<string> Reasons(string name, Change change, List<PercentileComparison> comparisons) => change switch
    {
        Change.Pass => [$"no slower than baseline '{name}'"],
        Change.Inconclusive when comparisons.Count == 0 => [$"too little was measured to compare with baseline '{name}': {SliceComparison.FewestSlices * FewestPerSlice} requests of a kind are the least"],
        _ => [.. comparisons.Where(comparison => comparison.Change == change).OrderByDescending(comparison => Math.Abs(Math.Log(comparison.Ratio))).Select(comparison => Reason(name, comparison))],
    };

    private static string Reason(string name, PercentileComparison comparison) => comparison.Percentile == PercentileComparison.BesideOthers
        ? string.Create(CultureInfo.InvariantCulture,
            $"'{comparison.Request}' {Word(comparison.Change)}: {Percent(comparison.Ratio)} (from {Percent(comparison.Lower)} to {Percent(comparison.Upper)}) at p50 beside the other requests, {comparison.Baseline:0.00} → {comparison.Candidate:0.00} ms, against baseline '{name}'")
        : string.Create(CultureInfo.InvariantCulture,
            $"'{comparison.Request}' {Word(comparison.Change)}: {comparison.Percentile} {comparison.Baseline:0.00} → {comparison.Candidate:0.00} ms, {Percent(comparison.Ratio)} (from {Percent(comparison.Lower)} to {Percent(comparison.Upper)}) against baseline '{name}'");

    private static string Word(Change change) => change switch
    {
        Change.Regressed => "regressed",
        Change.Improved => "improved",
        _ => "cannot be judged",
    };

    private static string Percent(double ratio) => ((ratio - 1) * 100).ToString("+0.0;-0.0", CultureInfo.InvariantCulture) + " %";

    private static List<Histogram> Filled(RequestSlices request) => Filled(request, TogetherFor(request));

    private static List<Histogram> Filled(RequestSlices request, int together) =>
        [.. request.Slices.Chunk(together).Where(chunk => chunk.Length == together).Select(chunk => Histogram.Merge(chunk))];

    /// <summary>All requests in the same pieces of time, as long as the rarest needs them.</summary>
    private static List<List<Histogram>> Together(List<RequestSlices> requests)
    {
        var together = requests.Select(TogetherFor).DefaultIfEmpty(1).Max();
        return [.. requests.Select(request => Filled(request, together))];
    }

    private static int TogetherFor(RequestSlices request) =>
        Math.Max(1, (int)Math.Ceiling(FewestPerSlice * request.Slices.Count / Math.Max(1, request.Slices.Sum(slice => slice.Count))));

    private static double Milliseconds(long ticks) => Math.Round(TimeSpan.FromTicks(ticks).TotalMilliseconds, 4);
}
