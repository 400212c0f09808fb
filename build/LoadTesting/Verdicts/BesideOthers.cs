using Frostline.Measurement;
using Frostline.Measurement.Comparisons;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>
/// The medians of each request beside those of the others in the same slice. Hours after a baseline the same machine may be a tenth slower or
/// quicker, which meets all requests, though not all by as much: a request that became slower on its own stands out from the others long
/// before it stands out from what the machine did at another time.
/// </summary>
internal sealed class BesideOthers
{
    /// <summary>With fewer, the slower one would pass for a drift that the others do not share.</summary>
    private const int FewestOthers = 3;

    /// <summary>Requests differ in how much of their time is the machine's, by a fifth or so.</summary>
    private const double Spread = 0.2;

    private readonly Medians before;
    private readonly Medians now;

    /// <param name="before">The requests of the baseline.</param>
    /// <param name="now">The same requests in the same order.</param>
    public BesideOthers(IReadOnlyList<RequestSlices> before, IReadOnlyList<RequestSlices> now) =>
        (this.before, this.now) = Medians.Levelled(Medians.Of(before), Medians.Of(now));

    /// <returns>How many times as long the request takes beside the others; null when there are too few of them or too few slices.</returns>
    public Interval? Ratio(int request, double confidence) => before.Requests.Length <= FewestOthers ? null
        : CovariateComparison.Ratio(before.BesideOthers(request), now.BesideOthers(request), Spread, confidence, seed: 1)?.Ratio;
}
