using Frostline.Delivery;
using Frostline.Delivery.Reports;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Verdicts;

namespace Frostline.Pipeline.LoadTests;

/// <summary>One load test of the command line: scenario, target, run, verdict.</summary>
internal sealed class LoadTestRun(BuildContext context)
{
    private readonly LoadTestOptions options = context.Options.Load;

    /// <exception cref="DeliveryException">It did not pass; the report is written all the same.</exception>
    public async Task RunAsync()
    {
        var scenario = options.Request is null ? Load() : QuickScenario.Of(options);
        var profile = ProfileOf(scenario);
        var request = new LoadRequest
        {
            Scenario = scenario, Profile = profile, Seed = options.Seed,
            Stages = LoadStages.Of(scenario.Profiles[profile], options.Scale, options.Request is null ? options.Duration : null),
            Target = await new LoadTarget(context).FindAsync(scenario.Service),
        };
        context.Print($"{scenario.Name}, profile {profile}: {LoadStages.Length(request.Stages).TotalSeconds:0} s against {request.Target}");
        var result = await new LoadTest(TimeProvider.System, context.Print).RunAsync(request, context.Paths.Load, context.Cancellation);
        Tell(result);
        context.Cancellation.ThrowIfCancellationRequested();
        if (result.Verdict != LoadVerdict.Pass)
            throw new DeliveryException($"{result.Scenario}: {Word(result.Verdict)}. {string.Join("; ", result.Reasons)}.");
    }

    private Scenario Load()
    {
        var file = Path.Combine(context.Paths.LoadTests, $"{options.Scenario}.json");
        if (File.Exists(file))
            return ScenarioFile.Load(file);
        var known = Directory.GetFiles(context.Paths.LoadTests, "*.json").Select(Path.GetFileNameWithoutExtension).Where(name => name != "scenario.schema").Order();
        throw new OptionsException([$"--scenario: '{options.Scenario}' is not one of tests/LoadTests. Known are: {string.Join(", ", known)}."]);
    }

    private string ProfileOf(Scenario scenario)
    {
        var profile = options.Profile ?? scenario.Profiles.Keys.First();
        return scenario.Profiles.ContainsKey(profile)
            ? profile
            : throw new OptionsException([$"--profile: '{profile}' is not one of {scenario.Name}. Known are: {string.Join(", ", scenario.Profiles.Keys)}."]);
    }

    private void Tell(LoadResult result)
    {
        var summary = LoadSummary.Of(result);
        foreach (var line in summary)
            context.Print(line);
        context.Print($"report {context.Paths.Relative(Path.Combine(context.Paths.Load, result.Run, "report.html"))}");
        context.Record.Add([new EvidenceSection($"load test {result.Scenario}: {Word(result.Verdict)}", summary)]);
    }

    private static string Word(LoadVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
