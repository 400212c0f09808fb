using Frostline.LoadTesting.Trials;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>Whether the load generator tells the truth, keeps its plan, and what it takes beside other generators.</summary>
internal sealed class LoadTrial : Benchmark
{
    private const int Comparisons = 200;
    private const double Slowdown = 1.1;
    private const double GeneralSlowdown = 1.15;

    /// <summary>Megabytes: what collections leave differs by as much from one to the next.</summary>
    private const double MostGrowth = 4;

    public override string Name => "load";

    public override string Question => "Does the load generator tell the truth, on time, and for how much of a core?";

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var truth = await TruthTrial.RunAsync(2000, TimeSpan.FromSeconds(20), context.Cancellation);
        context.Print($"truth: {(truth.Holds ? "holds" : "does not hold")}; regressions of the real API next");
        var real = await RegressionComparison.RunAsync(context);
        foreach (var line in RegressionComparison.Lines(real).Append("throughput next"))
            context.Print(line);
        var rivals = await GeneratorComparison.RunAsync(context);
        var detector = DetectorTrial.Run(Comparisons, Slowdown, GeneralSlowdown, context.Cancellation);
        return new(
            [.. Bounds(truth, rivals, detector), .. Bounds(real)],
            [.. Truth(truth), "", .. rivals.Lines, "", .. Detector(detector), "", .. RegressionComparison.Lines(real)],
            new { Truth = truth, Generators = rivals, Detector = detector, Regressions = real });
    }

    private static IEnumerable<Bound> Bounds(TruthOutcome truth, ComparedGenerators rivals, IReadOnlyList<DetectorOutcome> detector)
    {
        foreach (var figure in truth.Figures)
            yield return new($"truth {figure.Percentile}: distance from calculation, in ms", Math.Abs(figure.Open - figure.Expected), null, Math.Max(1, figure.Expected * 0.02));
        yield return new("requests per CPU second, of wrk's", rivals.RatioTo("wrk"), 0.6, null);
        yield return new("requests per CPU second, of autocannon's", rivals.RatioTo("autocannon"), 1.5, null);
        yield return new("schedule at 5,000/s: lag p99, in ms", rivals.Schedule?.LagP99, null, 1);
        yield return new("schedule: growth of the heap in ten minutes, in MB", rivals.Schedule is { } kept ? kept.MemoryAtEnd - kept.MemoryAtStart : null, null, MostGrowth);
        foreach (var outcome in detector)
        {
            var regressed = 100.0 * outcome.Regressed / outcome.Comparisons;
            yield return outcome.Change is { One: 1, All: 1 }
                ? new($"detector: {outcome.Change.Name}, called regressed, in %", regressed, null, 2)
                : new($"detector: {outcome.Change.Name}, found, in %", regressed, 90, null);
        }
    }

    private static IEnumerable<Bound> Bounds(RegressionTrialOutcome? trial)
    {
        foreach (var slowdown in (double[])[0, 0.10, 0.15])
        {
            var count = trial?.Counts.Single(count => count.Slowdown == slowdown);
            double? share = count is null ? null : 100.0 * (slowdown == 0 ? count.Regressed : count.Named) / count.Comparisons;
            yield return slowdown == 0
                ? new("real API: unchanged and called regressed, in %", share, null, 2)
                : new($"real API: +{slowdown * 100:0} % on one request found and named, in %", share, 90, null);
        }
    }

    private static IEnumerable<string> Truth(TruthOutcome truth)
    {
        yield return "truth: known delays, and a stall of 200 ms every 5 s, at 2,000 requests/s; milliseconds";
        yield return "           expected   measured   closed loop";
        foreach (var figure in truth.Figures)
            yield return Shown($"  {figure.Percentile,-6}  {figure.Expected,9:0.00}  {figure.Open,9:0.00}  {figure.Closed,12:0.00}   {(figure.Holds ? "holds" : "does not hold")}");
        yield return Shown($"  {truth.Requests} requests, {truth.Failed} failed, lag p99 {truth.LagP99:0.000} ms{(truth.InvalidBecause.Count > 0 ? $"; invalid: {string.Join("; ", truth.InvalidBecause)}" : "")}");
    }

    private static IEnumerable<string> Detector(IReadOnlyList<DetectorOutcome> detector)
    {
        yield return Shown($"regressions, {Comparisons} simulated comparisons each, of five requests on a machine with a gauge");
        foreach (var outcome in detector)
            yield return Shown($"  {outcome.Change.Name,-36} {outcome.Regressed,4} called regressed, {outcome.Named} of them with 'request 2' first; {outcome.Inconclusive} inconclusive");
    }
}
