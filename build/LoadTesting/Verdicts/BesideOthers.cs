using Frostline.Measurement;
using Frostline.Measurement.Comparisons;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>
/// The medians of each request beside those of the others in the same slice. Hours after a baseline the same machine may be a tenth slower or
/// quicker, which meets all requests alike: a request that became slower on its own stands out from the others long before it stands out from
/// what the machine did at another time.
/// </summary>
internal sealed class BesideOthers
{
    /// <summary>With fewer, the slower one would pass for a drift that the others do not share.</summary>
    private const int FewestOthers = 3;

    private readonly double[][] before;
    private readonly double[][] now;

    /// <param name="before">The requests of the baseline.</param>
    /// <param name="now">The same requests in the same order.</param>
    public BesideOthers(IReadOnlyList<IReadOnlyList<Histogram>> before, IReadOnlyList<IReadOnlyList<Histogram>> now)
    {
        (this.before, this.now) = (Medians(before), Medians(now));
        foreach (var (earlier, later) in this.before.Zip(this.now))
        {
            // Levels go, so that what is left of the others can be compared between requests of 1 and of 100 ms.
            var level = earlier.Concat(later).DefaultIfEmpty().Average();
            Lower(earlier, level);
            Lower(later, level);
        }
    }

    /// <returns>How many times as long the request takes beside the others; null when there are too few of them or too few slices.</returns>
    public Interval? Ratio(int request, double confidence) =>
        before.Length <= FewestOthers ? null : SliceComparison.Ratio(Beside(before, request), Beside(now, request), confidence, seed: 1);

    private static double[] Beside(double[][] requests, int request) =>
        [.. requests[request].Select((own, slice) => own - Quantiles.Of([.. requests.Where((_, other) => other != request).Select(other => other[slice])], 0.5))];

    /// <summary>Of the slices in which every request was answered.</summary>
    private static double[][] Medians(IReadOnlyList<IReadOnlyList<Histogram>> requests)
    {
        var slices = Enumerable.Range(0, requests.Select(request => request.Count).DefaultIfEmpty().Min())
            .Where(slice => requests.All(request => request[slice].Count > 0)).ToArray();
        return [.. requests.Select(request => slices.Select(slice => Math.Log(Math.Max(1, request[slice].Quantile(0.5)))).ToArray())];
    }

    private static void Lower(double[] values, double level)
    {
        for (var place = 0; place < values.Length; place++)
            values[place] -= level;
    }
}
