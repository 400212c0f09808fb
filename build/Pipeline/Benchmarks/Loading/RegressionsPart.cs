using System.Text.Json.Nodes;
using Frostline.Delivery.Platforms;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Trials;
using Frostline.Pipeline.LoadTests;

namespace Frostline.Pipeline.Benchmarks.Loading;

/// <summary>The regression detector on the real API in staging of this machine, one path of which LocalAzure slows down.</summary>
internal sealed class RegressionsPart : BenchmarkPart
{
    private const string Service = "api";
    private const string Slowed = "summarize day";
    private const string SlowedPath = "/days/";
    private const double Rate = 600;
    private const int Slices = 160;
    private const int SlicesCompared = 40;
    private const int Comparisons = 200;

    private static readonly double[] Slowdowns = [0.10, 0.15];
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(0.5);

    /// <summary>Half of all requests are the slowed one: 6,000 in what is compared, as many as in the two runs of the profile <c>steady</c> that a doubtful comparison takes.</summary>
    private const int Share = 50;

    public override string Name => "regressions";

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        var trial = await TryAsync(context, cancellation);
        return new([.. Slowdowns.Prepend(0).Select(slowdown => BoundOf(slowdown, trial))], [.. Lines(trial)], new { Trial = trial });
    }

    /// <returns>Null when the environment cannot be disturbed: it is not LocalAzure's.</returns>
    private static async Task<RegressionTrialOutcome?> TryAsync(BuildContext context, CancellationToken cancellation)
    {
        if (context.Options.Cloud != "local")
            return null;
        var target = await new LoadTarget(context).FindAsync(Service);
        using var faults = await LocalAzureFaults.FindAsync(context.LocalAzure, cancellation);
        if (faults is null)
            return null;
        var app = context.Settings.Services[Service].App;
        return await new RegressionTrial(new()
        {
            Scenario = Weighted(ScenarioFile.Load(Path.Combine(context.Paths.LoadTests, "baseline.json"))), Target = target, Rate = Rate, Slowed = Slowed,
            Slow = (share, token) => faults.PutAsync(app, Profile(share), token), Slowdowns = Slowdowns,
            Slices = Slices, SlicesCompared = SlicesCompared, Comparisons = Comparisons, Slice = Slice,
        }).RunAsync(cancellation);
    }

    private static Bound BoundOf(double slowdown, RegressionTrialOutcome? trial)
    {
        var count = trial?.Counts.Single(count => count.Slowdown == slowdown);
        double? share = count is null ? null : 100.0 * (slowdown == 0 ? count.Regressed : count.Named) / count.Comparisons;
        return slowdown == 0
            ? new("real API: unchanged and called regressed, in %", share, null, 2)
            : new($"real API: +{slowdown * 100:0} % on one request found and named, in %", share, 90, null);
    }

    private static IEnumerable<string> Lines(RegressionTrialOutcome? trial)
    {
        if (trial is null)
        {
            yield return "  not measured, LocalAzure does not serve the API";
            yield break;
        }

        yield return Benchmark.Shown($"  {Rate:0}/s at the real API, '{Slowed}' made slower in turns of {Slice.TotalSeconds:0.0} s; runs of {SlicesCompared} of them, drawn from {Slices}");
        yield return Benchmark.Shown($"  {trial.Requests} requests, {trial.Failed} failed; {trial.Share:0%} of what LocalAzure plants is seen by those who wait, so more is planted");
        foreach (var count in trial.Counts)
            yield return Benchmark.Shown($"  {(count.Slowdown == 0 ? "nothing changed" : $"+{count.Slowdown * 100:0} %"),-16} {count.Regressed} of {count.Comparisons} called regressed, {count.Named} with the right name first; seen {count.Seen * 100:+0.0;-0.0} %");
    }

    private static Scenario Weighted(Scenario scenario)
    {
        var others = scenario.Requests.Count - 1;
        return scenario with
        {
            Requests = [.. scenario.Requests.Select(request => request with { Weight = request.Name == Slowed ? Share : (100 - Share) / others })],
        };
    }

    private static JsonObject Profile(double share) => share == 0 ? [] : new()
    {
        ["ingress"] = new JsonArray(new JsonObject { ["path"] = SlowedPath, ["slowdown"] = share }),
    };
}
