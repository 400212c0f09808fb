using Frostline.LoadTesting.Trials;

namespace Frostline.Pipeline.Benchmarks.Loading;

/// <summary>Percentiles of a server whose delays are known, against what calculation expects.</summary>
internal sealed class TruthPart : BenchmarkPart
{
    private const double Rate = 2000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    public override string Name => "truth";

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        var truth = await TruthTrial.RunAsync(Rate, Duration, cancellation);
        return new([.. truth.Figures.Select(BoundOf)], [.. Lines(truth)], truth);
    }

    private static Bound BoundOf(TruthFigure figure) =>
        new($"truth {figure.Percentile}: distance from calculation, in ms", Math.Abs(figure.Open - figure.Expected), null, Math.Max(1, figure.Expected * 0.02));

    private static IEnumerable<string> Lines(TruthOutcome truth)
    {
        yield return Benchmark.Shown($"  known delays, and a stall of 200 ms every 5 s, at {Rate:n0} requests/s; milliseconds");
        yield return "           expected   measured   closed loop";
        foreach (var figure in truth.Figures)
            yield return Benchmark.Shown($"  {figure.Percentile,-6}  {figure.Expected,9:0.00}  {figure.Open,9:0.00}  {figure.Closed,12:0.00}   {(figure.Holds ? "holds" : "does not hold")}");
        yield return Benchmark.Shown($"  {truth.Requests} requests, {truth.Failed} failed, lag p99 {truth.LagP99:0.000} ms{(truth.InvalidBecause.Count > 0 ? $"; invalid: {string.Join("; ", truth.InvalidBecause)}" : "")}");
    }
}
