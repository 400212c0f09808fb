using Frostline.Delivery;
using Frostline.Delivery.Reports;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Baselines;
using Frostline.LoadTesting.Generators;
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
        if (scenario.Profiles[profile].Search is not null && (options.Duration is not null || options.IsScaled))
            throw new OptionsException([$"--{(options.IsScaled ? "scale" : "duration")}: profile '{profile}' of {scenario.Name} searches, and takes the rates and the time it needs. Leave the option out, or change 'search' in the scenario."]);
        var request = new LoadRequest
        {
            Scenario = scenario, Profile = profile, Seed = options.Seed, Environment = context.Target.Objectives,
            Stages = LoadStages.Of(scenario.Profiles[profile], options.Scale, options.Request is null ? options.Duration : null),
            Target = await new LoadTarget(context).FindAsync(scenario.Service),
        };
        using var replicas = context.Settings.Services.TryGetValue(scenario.Service, out var service) ? LocalReplicas.Find(context, service.App) : null;
        request = request with { Server = replicas };
        context.Print($"{scenario.Name}, profile {profile}: {(request.Settings.Search is null ? $"{LoadStages.Length(request.Stages).TotalSeconds:0} s" : "a search for the knee")} against {request.Target}");
        var outcome = await new LoadTest(TimeProvider.System, new LiveLine(context.Print).View, context.Paths.Load, Engine()).RunAsync(request, BaselineFor(request), context.Cancellation);
        Tell(outcome.Result);
        context.Cancellation.ThrowIfCancellationRequested();
        await SaveAsync(outcome);
        if (outcome.Result.Verdict != LoadVerdict.Pass)
            throw new DeliveryException($"{outcome.Result.Scenario}: {Word(outcome.Result.Verdict)}. {string.Join("; ", outcome.Result.Reasons)}.");
    }

    /// <summary>Generators of their own are this program again, told so by its first argument.</summary>
    private GeneratorProcesses? Engine() => options.Generators == 1 ? null
        : Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
            ? new(options.Generators, Environment.ProcessPath!, [typeof(LoadTestRun).Assembly.Location, LoadGenerator.Argument])
            : new(options.Generators, Environment.ProcessPath!, [LoadGenerator.Argument]);

    /// <summary>The baseline that was named, or the one that fits this run; one that is to be saved anew is not compared with.</summary>
    private Baseline? BaselineFor(LoadRequest request)
    {
        if (options.Baseline is null && (options.Request is not null || options.SaveBaseline is not null))
            return null;
        var name = options.Baseline ?? $"{request.Scenario.Name}-{request.Profile}";
        if (!File.Exists(context.Paths.Baseline(name)))
            return options.Baseline is null ? null : throw new OptionsException([$"--baseline: '{name}' is not in tests/LoadTests/baselines. Save it with --save-baseline={name}."]);
        var baseline = Baseline.Read(context.Paths.Baseline(name));
        if (context.Options.Force || baseline.Unlike(request) is not { } reason)
            return baseline;
        if (options.Baseline is not null)
            throw new RefusedException($"baseline '{name}': {reason}. Save one of this run with --save-baseline, or pass --force to compare all the same.");
        context.Print($"not compared with baseline '{name}': {reason}");
        return null;
    }

    private async Task SaveAsync(LoadOutcome outcome)
    {
        if (options.SaveBaseline is not { } name)
            return;
        if (!outcome.Result.Valid || outcome.Result.EndedEarly is not null)
            throw new DeliveryException($"baseline '{name}': not saved, for the run says nothing of the service ({string.Join("; ", outcome.Result.Reasons)}). Run it again on a machine that is less busy.");
        await outcome.SaveBaselineAsync(name, context.Paths.Baseline(name));
        context.Print($"baseline {context.Paths.Relative(context.Paths.Baseline(name))}");
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
