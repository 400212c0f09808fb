using Frostline.Measurement;
using Frostline.Measurement.Comparisons;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>How much may change before it is called a change.</summary>
/// <param name="Ratio">0.03: up to 3 % is no change, whatever the confidence.</param>
/// <param name="Floor">Nor is less than this.</param>
/// <param name="Confidence">That none of all intervals misses by accident.</param>
internal sealed record BaselineTolerance(double Ratio, TimeSpan Floor, double Confidence)
{
    public static BaselineTolerance Default { get; } = new(0.03, TimeSpan.FromMilliseconds(0.05), 0.98);

    public double Most => 1 + Ratio;

    public double Least => 1 / (1 + Ratio);

    /// <summary>Whether there is a change beyond doubt, whichever way.</summary>
    public bool IsExceededBy(Interval? ratio) => ratio is { } known && (known.Lower > Most || known.Upper < Least);
}

/// <summary>
/// Holds the slices of a run against those of a baseline, request by request: at p95, at the median, and at the median beside the other
/// requests. The machine is no constant: where it was looked at, a request is judged beside it.
/// </summary>
internal sealed class BaselineComparison
{
    private static readonly (string Name, double Share)[] Quantiles = [("p95", 0.95), ("p50", 0.5)];

    /// <summary>Percent of all cores: when others use so many more than they did, whoever waits for a core waits longer, and no gauge says by how much.</summary>
    private const double MostCrowded = 10;

    private readonly BaselineTolerance tolerance;
    private readonly double confidence;

    /// <summary>How many times as wide an interval is that misses by itself as seldom as one among all others does.</summary>
    private readonly double byItself;
    private readonly BesideMachine machine;
    private readonly (double Before, double Now)? crowd;

    private BaselineComparison(RunSlices before, RunSlices now, BaselineTolerance tolerance)
    {
        (this.tolerance, machine) = (tolerance, new(before, now, tolerance.Confidence));
        crowd = now.Elsewhere - before.Elsewhere > MostCrowded ? (before.Elsewhere!.Value, now.Elsewhere!.Value) : null;
        confidence = 1 - (1 - tolerance.Confidence) / Math.Max(1, now.Requests.Count * (Quantiles.Length + 1));
        byItself = NormalDistribution.TwoSided(tolerance.Confidence) / NormalDistribution.TwoSided(confidence);
    }

    public static BaselineResult Compare(string name, RunSlices baseline, RunSlices candidate, BaselineTolerance tolerance)
    {
        string[] shared = [.. candidate.Requests.Select(request => request.Request).Intersect(baseline.Requests.Select(request => request.Request))];
        var (before, now) = (baseline.Only(shared), candidate.Only(shared));
        var comparison = new BaselineComparison(before, now, tolerance);
        return BaselineWords.Of(name, comparison.All(before.Requests, now.Requests), comparison.machine.Drift, tolerance, comparison.crowd);
    }

    private List<PercentileComparison> All(IReadOnlyList<RequestSlices> before, IReadOnlyList<RequestSlices> now)
    {
        var beside = new BesideOthers(before, now);
        return [.. before.Zip(now).SelectMany((pair, index) => Quantiles
            .Select(quantile => Compare(pair.Second, pair.First, quantile))
            .Append(Beside(pair.Second, pair.First, beside.Ratio(index, confidence)))
            .OfType<PercentileComparison>())];
    }

    private PercentileComparison? Compare(RequestSlices now, RequestSlices before, (string Name, double Share) quantile)
    {
        var (earlier, later) = (Chunked.Of(before), Chunked.Of(now));
        if (SliceComparison.Compare(earlier.Slices, later.Slices, quantile.Share, confidence, seed: 1) is not { } ratio)
            return null;
        var beside = machine.Ratio(earlier, later, quantile.Share, confidence);
        var alone = ChangeOf(ratio.Baseline, new(ratio.Ratio, ratio.Lower, ratio.Upper));
        return new(
            now.Request, quantile.Name, Milliseconds(ratio.Baseline), Milliseconds(ratio.Candidate), ratio.Ratio, ratio.Lower, ratio.Upper,
            UnlessCrowded(beside is { } known ? Judged(alone, ChangeOf(ratio.Baseline, known), known) : alone))
        {
            BesideMachine = beside,
        };
    }

    /// <summary>Says only whether it became slower: whether the figures are good enough is said of the request alone.</summary>
    private PercentileComparison? Beside(RequestSlices now, RequestSlices before, Interval? beside)
    {
        if (beside is not { } ratio)
            return null;
        var (earlier, later) = (Histogram.Merge(before.Slices).Quantile(0.5), Histogram.Merge(now.Slices).Quantile(0.5));
        return new(
            now.Request, PercentileComparison.BesideOthers, Milliseconds(earlier), Milliseconds(later), ratio.Estimate, ratio.Lower, ratio.Upper,
            ChangeOf(earlier, ratio) == Change.Regressed ? Change.Regressed : Change.Pass);
    }

    private Change ChangeOf(long baseline, Interval ratio)
    {
        var matters = Math.Abs(baseline * (ratio.Estimate - 1)) > tolerance.Floor.Ticks;
        if (ratio.Lower > tolerance.Most && matters)
            return Change.Regressed;
        if (ratio.Upper < tolerance.Least && matters)
            return Change.Improved;
        // What nobody would accept is not known to be absent. Other than an alarm, of which the more requests there are the more would be false, that is asked of each by itself.
        var possible = ratio.WidenedByShare(byItself).Upper;
        return possible > 1.5 && baseline * (possible - 1) > tolerance.Floor.Ticks * 10 ? Change.Inconclusive : Change.Pass;
    }

    /// <summary>
    /// What the machine explains is no change of the service, and what is quicker only beside it is none either. But a machine that drifted
    /// explains nothing that lies beyond what it does by itself, only because nobody knows how much requests lean on it.
    /// </summary>
    private Change Judged(Change alone, Change besideMachine, Interval beside) => (alone, besideMachine) switch
    {
        (not Change.Regressed, Change.Regressed) when HasDrifted => Change.Inconclusive,
        (_, Change.Pass) when HasDrifted && beside.Estimate > tolerance.Most * machine.Wander => Change.Inconclusive,
        (not Change.Improved, Change.Improved) => Change.Pass,
        _ => besideMachine,
    };

    private bool HasDrifted => tolerance.IsExceededBy(machine.Drift);

    /// <summary>On a machine that others use, all requests wait for a core, and no gauge says for how long.</summary>
    private Change UnlessCrowded(Change change) => change == Change.Regressed && crowd is not null ? Change.Inconclusive : change;

    private static double Milliseconds(long ticks) => Math.Round(TimeSpan.FromTicks(ticks).TotalMilliseconds, 4);
}
