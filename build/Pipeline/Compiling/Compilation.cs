using System.Text.Json;
using System.Xml.Linq;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Pipeline.Testing;

namespace Frostline.Pipeline.Compiling;

/// <summary>Projects that are compiled together, in Release; not at all when their sources are those of the last time.</summary>
internal sealed class Compilation
{
    /// <summary>What steers the compiler beside projects: the stamp must change with it.</summary>
    private static readonly string[] RootFiles = [.. SourceHash.RootFiles, "*.slnx", ".editorconfig", "BannedSymbols.txt"];

    private readonly BuildContext context;
    private readonly string name;
    private readonly IReadOnlyList<string> projects;
    private readonly IReadOnlyList<string> sources;

    private Compilation(BuildContext context, string name, IReadOnlyList<string> projects, IReadOnlyList<string> sources) =>
        (this.context, this.name, this.projects, this.sources) = (context, name, projects, sources);

    /// <summary>The whole solution.</summary>
    public static Compilation OfEverything(BuildContext context) =>
        new(context, "everything", [.. SolutionProjects(context).Select(project => Path.GetDirectoryName(project)!)], ["build", "src", "tests"]);

    /// <summary>What a deployment needs and no more: the services, their tests, the migrations and LocalAzure.</summary>
    public static Compilation OfServices(BuildContext context)
    {
        var projects = ProjectClosure.Of(context.Paths.Root,
        [
            .. context.Settings.Services.Values.Select(service => service.Project),
            .. context.Settings.Database is { } database ? [database.Project] : Array.Empty<string>(),
            .. TestSuite.Services(context).Projects.Select(project => $"tests/{project.Name}"),
            "src/LocalAzure",
        ]);
        return new(context, "services", projects, projects);
    }

    private string Stamp => context.Paths.Compiled($"{name}.stamp");

    public async Task RunAsync()
    {
        var hash = await SourceTree.HashAsync(context.Paths.Root, sources, RootFiles, context.Cancellation);
        if (IsCurrent(hash))
        {
            context.Print("Nothing changed since the last time.");
            return;
        }

        var filter = await FilterAsync();
        File.Delete(Stamp);
        await context.Processes.RunAsync(
            new Command("dotnet", "build", filter, "-c", "Release", "-v", "minimal", "-clp:NoSummary")
            {
                WorkingDirectory = context.Paths.Root,
                OnLine = line => Tell(line.Text),
                Deadline = TimeSpan.FromMinutes(15),
            }, context.Cancellation);
        await File.WriteAllTextAsync(Stamp, hash, CancellationToken.None);
    }

    /// <summary>Writes which projects of the solution these are.</summary>
    private async Task<string> FilterAsync()
    {
        var among = SolutionProjects(context).Where(project => projects.Contains(Path.GetDirectoryName(project)));
        var filter = JsonSerializer.SerializeToUtf8Bytes(new { solution = new { path = context.Paths.Solution, projects = among.Select(project => project.Replace('/', '\\')) } });
        var path = context.Paths.Compiled($"{name}.slnf");
        await AtomicFile.WriteAsync(path, filter, context.Cancellation);
        return path;
    }

    /// <summary>Projects as they are done, warnings and errors; the compiler's own account of itself is left out.</summary>
    private void Tell(string line)
    {
        if (line.Split(" -> ") is [var project, _])
            context.Print(project.Trim());
        else if (line.Contains(": error ", StringComparison.Ordinal) || line.Contains(": warning ", StringComparison.Ordinal))
            context.Print(line.Trim().Replace($"{context.Paths.Root}/", "", StringComparison.Ordinal));
    }

    private bool IsCurrent(string hash) =>
        File.Exists(Stamp) && File.ReadAllText(Stamp) == hash && projects.All(project => Directory.Exists(context.Paths.Output(Path.GetFileName(project))));

    private static IEnumerable<string> SolutionProjects(BuildContext context) =>
        XDocument.Load(context.Paths.Solution).Descendants("Project").Select(project => (string)project.Attribute("Path")!);
}
