using Frostline.Delivery.Processes;

namespace Frostline.TestRuns;

/// <summary>HTML of the coverage, by ReportGenerator run from its package.</summary>
internal static class CoverageReport
{
    /// <returns>Path of the first page.</returns>
    public static async Task<string> WriteAsync(
        ProcessRunner processes, TestRunRequest request, IEnumerable<string> coberturaFiles, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetFullPath(request.ResultsFolder), "coverage");
        var program = Path.Combine(NuGetPackages.Folder("ReportGenerator", "tools", "net10.0"), "ReportGenerator.dll");
        await processes.RunAsync(
            new Command(request.DotNet,
                program, $"-reports:{string.Join(';', coberturaFiles)}", $"-targetdir:{folder}",
                "-reporttypes:Html;Cobertura", "-verbosity:Warning"),
            cancellationToken);
        return Path.Combine(folder, "index.html");
    }
}
