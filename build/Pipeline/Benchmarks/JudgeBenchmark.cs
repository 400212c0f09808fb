using Frostline.Delivery.Rollouts.Judging.Trials;
using Frostline.Delivery.Settings;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>How often the judge of a step is right, and how long it takes.</summary>
internal sealed class JudgeBenchmark : Benchmark
{
    private const int Steps = 1000;
    private static readonly TimeSpan Bake = TimeSpan.FromSeconds(90);
    private static readonly int[] OtherBakes = [30, 60, 120];

    private static readonly TrialScenario[] Scenarios =
    [
        new("equal, lognormal times", TimeShape.Lognormal) { Errors = 0.001 },
        new("equal, bimodal times", TimeShape.Bimodal) { Errors = 0.001 },
        new("equal, 1 % errors on both", TimeShape.Lognormal) { Errors = 0.01 },
        new("+10 % latency on one path, lognormal", TimeShape.Lognormal) { Slowdown = 1.1 },
        new("+20 % latency on one path, lognormal", TimeShape.Lognormal) { Slowdown = 1.2 },
        new("+20 % latency on one path, bimodal", TimeShape.Bimodal) { Slowdown = 1.2 },
        new("6 times the latency on one path", TimeShape.Lognormal) { Slowdown = 6 },
        new("+1 % errors, of none", TimeShape.Lognormal) { AddedErrors = 0.01 },
        new("+1 % errors, of 0.1 %", TimeShape.Lognormal) { Errors = 0.001, AddedErrors = 0.01 },
        new("+20 % errors", TimeShape.Lognormal) { AddedErrors = 0.2 },
    ];

    public override string Name => "judge";

    public override string Question => $"How often does a step of {Bake.TotalSeconds:0} s abort a release that is as good as the old one, and how surely one that is worse?";

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var settings = new AnalysisSettings();
        var rows = new List<Row>();
        foreach (var scenario in Scenarios)
        {
            rows.Add(new(
                JudgeTrial.Run(scenario, settings, Bake, Steps, context.Cancellation),
                [.. scenario.IsEqual ? [] : OtherBakes.Select(seconds => JudgeTrial.Run(scenario, settings, TimeSpan.FromSeconds(seconds), Steps / 5, context.Cancellation))]));
            context.Print($"judge: {scenario.Name}");
        }

        return new([.. rows.Select(row => row.Default).Where(IsHeld).Select(BoundOf)], [.. Lines(settings, rows)], new { settings.PairsPerSecond, BakeSeconds = Bake.TotalSeconds, Rows = rows });
    }

    private static Bound BoundOf(TrialResult trial) =>
        new($"{trial.Scenario.Name}: aborted, in %", 100 * trial.Failed, trial.Scenario.IsEqual ? null : 95, trial.Scenario.IsEqual ? 1 : null);

    /// <summary>A tenth slower is too little for one step of this length: it is only looked at.</summary>
    private static bool IsHeld(TrialResult trial) => trial.Scenario.Slowdown is <= 1 or >= 1.2;

    private static IEnumerable<string> Lines(AnalysisSettings settings, IEnumerable<Row> rows)
    {
        yield return Shown($"{Steps:n0} simulated steps each; {settings.PairsPerSecond} pairs/s and service, two services, five paths");
        yield return Shown($"  {"candidate",-38}  aborted  prolonged  after     aborted with a step of {string.Join(", ", OtherBakes)} s");
        foreach (var row in rows)
        {
            var others = string.Join("  ", row.OtherBakes.Select(other => Shown($"{100 * other.Failed,5:0.0} %")));
            yield return Shown($"  {row.Default.Scenario.Name,-38}  {100 * row.Default.Failed,5:0.0} %    {100 * row.Default.Inconclusive,5:0.0} %  {row.Default.Seconds,3:0} s     {others}");
        }
    }

    private sealed record Row(TrialResult Default, IReadOnlyList<TrialResult> OtherBakes);
}
