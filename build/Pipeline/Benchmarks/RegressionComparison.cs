using System.Globalization;
using System.Text.Json.Nodes;
using Frostline.Delivery.Platforms;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Trials;
using Frostline.Pipeline.LoadTests;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>The regression detector on the real API in staging of this machine, one path of which LocalAzure slows down.</summary>
internal static class RegressionComparison
{
    private const string Service = "api";
    private const string Slowed = "summarize day";
    private const string SlowedPath = "/days/";
    private const double Rate = 600;
    private const int Slices = 160;
    private const int SlicesCompared = 40;
    private const int Comparisons = 200;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(0.5);

    /// <summary>Half of all requests are the slowed one: 6,000 in what is compared, as many as in the two runs of the profile <c>steady</c> that a doubtful comparison takes.</summary>
    private const int Share = 50;

    /// <returns>Null when the environment cannot be disturbed: it is not LocalAzure's.</returns>
    public static async Task<RegressionTrialOutcome?> RunAsync(BuildContext context)
    {
        if (context.Options.Cloud != "local")
            return null;
        var target = await new LoadTarget(context).FindAsync(Service);
        using var faults = await LocalAzureFaults.FindAsync(context.LocalAzure, context.Cancellation);
        if (faults is null)
            return null;
        var app = context.Settings.Services[Service].App;
        return await new RegressionTrial(new()
        {
            Scenario = Weighted(ScenarioFile.Load(Path.Combine(context.Paths.LoadTests, "baseline.json"))), Target = target, Rate = Rate, Slowed = Slowed,
            Slow = (share, cancellation) => faults.PutAsync(app, Profile(share), cancellation), Slowdowns = [0.10, 0.15],
            Slices = Slices, SlicesCompared = SlicesCompared, Comparisons = Comparisons, Slice = Slice,
        }).RunAsync(context.Cancellation);
    }

    public static IEnumerable<string> Lines(RegressionTrialOutcome? trial)
    {
        if (trial is null)
        {
            yield return "regressions on the real API: not measured, LocalAzure does not serve it";
            yield break;
        }

        yield return string.Create(CultureInfo.InvariantCulture,
            $"regressions on the real API: {Rate:0}/s, '{Slowed}' made slower in turns of {Slice.TotalSeconds:0.0} s; runs of {SlicesCompared} of them, drawn from {Slices}; {trial.Requests} requests, {trial.Failed} failed; {trial.Share * 100:0} % of what is planted is seen, so more is planted");
        foreach (var count in trial.Counts)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  {(count.Slowdown == 0 ? "nothing changed" : $"+{count.Slowdown * 100:0} %"),-16} {count.Regressed} of {count.Comparisons} called regressed, {count.Named} with the right name first; seen {count.Seen * 100:+0.0;-0.0} %");
        }
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
