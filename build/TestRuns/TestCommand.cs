using Frostline.Delivery.Processes;

namespace Frostline.TestRuns;

/// <summary>The two ways to run a built xunit.v3 project: itself, or under vstest, which alone can measure coverage but starts slower.</summary>
internal static class TestCommand
{
    public const string TrxName = "results.trx";

    public static Command Direct(TestRunRequest request, TestProject project, string folder) => new(request.DotNet,
    [
        project.AssemblyPath, "-noLogo", "-noColor", "-noAutoReporters", "-trx", Path.Combine(folder, TrxName),
        .. request.Filter is { } filter ? ["-method", $"*{filter}*"] : Array.Empty<string>(),
    ]);

    public static Command WithCoverage(TestRunRequest request, TestProject project, string folder, string runSettings) => new(request.DotNet,
    [
        "vstest", project.AssemblyPath, $"--Settings:{runSettings}", "--Collect:XPlat Code Coverage",
        $"--TestAdapterPath:{NuGetPackages.Folder("coverlet.collector", "build", "net8.0")}",
        $"--Logger:trx;LogFileName={TrxName}", $"--ResultsDirectory:{folder}",
        .. request.Filter is { } filter ? [$"--TestCaseFilter:FullyQualifiedName~{Escaped(filter)}"] : Array.Empty<string>(),
    ]);

    private static string Escaped(string filter) =>
        string.Concat(filter.Select(character => @"\()&|=!~".Contains(character) ? $@"\{character}" : $"{character}"));
}
