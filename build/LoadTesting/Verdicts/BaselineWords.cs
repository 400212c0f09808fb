using System.Globalization;
using Frostline.Measurement;
using Frostline.Measurement.Comparisons;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>Sums comparisons up, in words.</summary>
internal static class BaselineWords
{
    public static BaselineResult Of(string name, IReadOnlyList<PercentileComparison> comparisons, Interval? machine, BaselineTolerance tolerance, (double Before, double Now)? crowd)
    {
        var change = Worst(comparisons);
        return new(name, change, [.. Reasons(name, change, comparisons), .. Remarks(change, comparisons, machine, tolerance, crowd)], comparisons) { Machine = machine };
    }

    /// <summary>What the verdict was given in spite of, and what it does not cover.</summary>
    private static IEnumerable<string> Remarks(Change change, IReadOnlyList<PercentileComparison> comparisons, Interval? machine, BaselineTolerance tolerance, (double Before, double Now)? crowd)
    {
        if (crowd is { } others)
            yield return Crowded(others);
        if (tolerance.IsExceededBy(machine))
            yield return Drifted(machine!.Value);
        if (change == Change.Pass && Doubt(comparisons) is var doubt && doubt > tolerance.Most)
            yield return $"what makes all requests slower alike, by less than {Percent(doubt * tolerance.Most)}, cannot be told from what this machine does by itself";
    }

    /// <summary>How many times as long as it seems a request may take beside the machine; 1 where the machine was not looked at.</summary>
    private static double Doubt(IReadOnlyList<PercentileComparison> comparisons) =>
        comparisons.Select(comparison => comparison.BesideMachine).OfType<Interval>().Select(beside => beside.Upper / beside.Estimate).DefaultIfEmpty(1).Max();

    private static Change Worst(IReadOnlyList<PercentileComparison> comparisons)
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

    private static IEnumerable<string> Reasons(string name, Change change, IReadOnlyList<PercentileComparison> comparisons) => change switch
    {
        Change.Pass => [$"no slower than baseline '{name}'"],
        Change.Inconclusive when comparisons.Count == 0 => [$"too little was measured to compare with baseline '{name}': {SliceComparison.FewestSlices * Chunked.FewestPerSlice} requests of a kind are the least"],
        _ => comparisons.Where(comparison => comparison.Change == change).OrderByDescending(comparison => Math.Abs(Math.Log(comparison.Ratio))).Select(comparison => Reason(name, comparison)),
    };

    private static string Reason(string name, PercentileComparison comparison)
    {
        var change = Shown(comparison.Ratio, comparison.Lower, comparison.Upper);
        return comparison.Percentile == PercentileComparison.BesideOthers
            ? Shown($"'{comparison.Request}' {Word(comparison.Change)}: {change} at p50 beside the other requests, {comparison.Baseline:0.00} → {comparison.Candidate:0.00} ms, against baseline '{name}'")
            : Shown($"'{comparison.Request}' {Word(comparison.Change)}: {comparison.Percentile} {comparison.Baseline:0.00} → {comparison.Candidate:0.00} ms, {change} against baseline '{name}'{Beside(comparison)}");
    }

    private static string Beside(PercentileComparison comparison) => comparison is { Change: Change.Inconclusive or Change.Regressed, BesideMachine: { } beside }
        ? $", {Shown(beside.Estimate, beside.Lower, beside.Upper)} beside the machine"
        : "";

    private static string Crowded((double Before, double Now) others) =>
        Shown($"others use {others.Now:0} % of this machine's cores, and used {others.Before:0} % when the baseline was taken: run it again when they are done");

    private static string Drifted(Interval machine) =>
        $"the machine itself is {(machine.Estimate > 1 ? "slower" : "quicker")} than when the baseline was taken: it takes {Shown(machine.Estimate, machine.Lower, machine.Upper)} for the same work";

    private static string Word(Change change) => change switch
    {
        Change.Regressed => "regressed",
        Change.Improved => "improved",
        _ => "cannot be judged",
    };

    private static string Shown(double ratio, double lower, double upper) => $"{Percent(ratio)} (from {Percent(lower)} to {Percent(upper)})";

    private static string Percent(double ratio) => ((ratio - 1) * 100).ToString("+0.0;-0.0", CultureInfo.InvariantCulture) + " %";

    private static string Shown(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
