using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.TestRuns;

namespace Frostline.Pipeline.Testing;

/// <summary>A set of test projects that is judged together.</summary>
/// <param name="Name">Names the folder of its results.</param>
/// <param name="Projects">The projects that <c>--project</c> leaves.</param>
/// <param name="Covers">Assemblies whose lines count for its coverage.</param>
internal sealed record TestSuite(string Name, IReadOnlyList<TestProject> Projects, IReadOnlyList<string> Covers)
{
    /// <summary>The services' own tests: what a deployment waits for.</summary>
    public static TestSuite Services(BuildContext context)
    {
        var settings = context.Settings;
        var shipped = ProjectClosure.Of(context.Paths.Root, settings.Services.Values.Select(service => service.Project));
        return new("services", Find(context, settings.Tests.Services), [.. shipped.Select(project => Path.GetFileName(project))]);
    }

    /// <summary>The suite's tests of itself. The pipeline's tasks run in processes of their own there, which coverage does not see.</summary>
    public static TestSuite Pipeline(BuildContext context)
    {
        var services = context.Settings.Tests.Services;
        var others = Find(context, context.Settings.Tests.Pipeline).ExceptBy(Find(context, services).Select(project => project.Name), project => project.Name);
        return new("pipeline", [.. others],
            ["Frostline.Backups", "Frostline.Bicep", "Frostline.Delivery", "Frostline.Frosting", "Frostline.Images", "Frostline.LoadTesting", "Frostline.Measurement", "Frostline.Migrations", "Frostline.Scanning", "Frostline.TestRuns", "LocalAzure"]);
    }

    public async Task RunAsync(BuildContext context)
    {
        if (Projects.Count == 0)
        {
            context.Print($"No test project of the {Name} matches --project={context.Options.Project}.");
            return;
        }

        var request = new TestRunRequest
        {
            Projects = Projects,
            RepositoryRoot = context.Paths.Root,
            ResultsFolder = Path.Combine(context.Paths.Tests, Name),
            Filter = context.Options.Filter,
            Coverage = !context.Options.NoCoverage,
            LineGate = context.Options.Project is null ? context.Settings.Tests.LineCoverage : 0,
            IncludeInCoverage = Covers,
            ProjectDeadline = context.Settings.Tests.ProjectTimeout,
        };
        var summary = await new TestRunner(context.Processes, TimeProvider.System).RunAsync(request, context.Print, context.Cancellation);
        context.Record.Add(summary);
        await CombinedSummary.WriteAsync(context.Paths.Tests, context.Record.TestRuns, context.Cancellation);
        context.Print(TestText.Of(summary, context.Paths));
        if (summary.Verdict != TestVerdict.Pass)
            throw new DeliveryException($"{Name}: tests {summary.Verdict.ToString().ToLowerInvariant()}: {summary.ClosingLine}. {string.Join(" ", summary.Reasons)}".TrimEnd());
    }

    private static List<TestProject> Find(BuildContext context, IReadOnlyList<string> patterns) =>
    [
        .. patterns
            .SelectMany(pattern => Directory.GetDirectories(context.Paths.Of(Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)))
            .Select(folder => Path.GetFileName(folder))
            .Distinct()
            .Where(name => context.Options.Project is not { } part || name.Contains(part, StringComparison.OrdinalIgnoreCase))
            .OrderBy(name => name == "EndToEnd.Tests" ? 0 : 1)
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => new TestProject(name, Path.Combine(context.Paths.Output(name), $"{name}.dll"))),
    ];
}
