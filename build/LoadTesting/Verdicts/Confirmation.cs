namespace Frostline.LoadTesting.Verdicts;

/// <summary>What two comparisons with the same baseline say together.</summary>
internal static class Confirmation
{
    /// <summary>Only what both show is a regression: the same percentile of the same request.</summary>
    /// <param name="first">It regressed.</param>
    /// <param name="second">Of a second run alone.</param>
    public static BaselineResult Of(BaselineResult first, BaselineResult second)
    {
        if (second.Change != Change.Regressed || Regressed(first).Intersect(Regressed(second)).Any())
            return second;
        return second with { Change = Change.Inconclusive, Reasons = [$"two runs disagree on what is slower than baseline '{second.Name}'", .. second.Reasons] };
    }

    private static IEnumerable<(string Request, string Percentile)> Regressed(BaselineResult result) =>
        result.Comparisons.Where(comparison => comparison.Change == Change.Regressed).Select(comparison => (comparison.Request, comparison.Percentile));
}
