using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Testing;

namespace Pipeline.Tests;

/// <summary>The borders between projects, read from what was compiled.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Libraries = ["Backups", "Bicep", "Delivery", "Images", "LoadTesting", "Measurement", "Migrations", "Scanning", "TestRuns"];
    private static readonly string[] Shipped = ["LocalAzure", "CoffeeTracker.Api", "CoffeeTracker.Web", "CoffeeTracker.Data"];

    [Fact]
    public void NoLibrary_KnowsCakeOrTheConsoleOrTheServices()
    {
        foreach (var library in Libraries)
            ReferencesOf(library, $"Frostline.{library}").ShouldNotContain(
                name => name.StartsWith("Cake", StringComparison.Ordinal) || name == "Frostline.Frosting" || name.StartsWith("Spectre", StringComparison.Ordinal)
                    || name == "System.Console" || Shipped.Contains(name), library);
    }

    [Fact]
    public void OnlyThePipeline_ReferencesTheTaskHost() =>
        Libraries.Where(library => ReferencesOf(library, $"Frostline.{library}").Contains("Frostline.Frosting")).ShouldBeEmpty();

    [Fact]
    public void NothingThatIsShippedOrEmulates_KnowsThePipeline()
    {
        foreach (var project in Shipped)
            ReferencesOf(project, project).ShouldNotContain(name => name.StartsWith("Frostline.", StringComparison.Ordinal), project);
    }

    [Fact]
    public void TasksDoWithoutWhatTheOfficialHostLacks()
    {
        var tasks = Directory.GetFiles(Path.Combine(Checkout.Root, "build", "Pipeline", "Tasks"), "*.cs", SearchOption.AllDirectories);

        tasks.ShouldNotBeEmpty();
        tasks.Where(file => File.ReadAllText(file).Contains("Hosting", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string[] ReferencesOf(string project, string assembly)
    {
        var file = Path.Combine(Checkout.Root, "artifacts", "bin", project, "release", $"{assembly}.dll");
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))];
    }
}
