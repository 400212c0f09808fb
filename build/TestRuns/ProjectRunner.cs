using System.Xml;
using Frostline.Delivery.Processes;

namespace Frostline.TestRuns;

/// <summary>Runs one project and reads what it left; a crash or a hang is a result, not an exception.</summary>
internal sealed class ProjectRunner(ProcessRunner processes, TimeProvider time, TestRunRequest request)
{
    public async Task<ProjectRun> RunAsync(TestProject project, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(Path.Combine(request.ResultsFolder, project.Name));
        var originals = new OriginalAssemblies(
            Path.GetDirectoryName(Path.GetFullPath(project.AssemblyPath))!,
            Path.GetFullPath(Path.Combine(request.ResultsFolder, ".originals", project.Name)));
        originals.PutBack();
        Empty(folder);
        if (!File.Exists(project.AssemblyPath))
        {
            return new(project, [], default, $"{project.AssemblyPath}: not there. Compile first.", null);
        }

        if (request.Coverage)
        {
            originals.Keep(request.IncludeInCoverage);
        }

        try
        {
            return await RunAsync(project, folder, cancellationToken);
        }
        finally
        {
            originals.PutBack();
        }
    }

    private async Task<ProjectRun> RunAsync(TestProject project, string folder, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        await using var output = new StreamWriter(Path.Combine(folder, "output.txt")) { AutoFlush = true };
        var command = CommandFor(project, folder) with
        {
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(project.AssemblyPath)),
            Deadline = request.ProjectDeadline,
            Environment = request.Variables,
            Inherits = request.Inherits,
            AllowAnyExitCode = true,
            OnLine = line => output.WriteLine(line.Text),
        };
        try
        {
            var outcome = await processes.RunAsync(command, cancellationToken);
            return Ended(results => ProjectRun.ProblemOf(outcome, results));
        }
        catch (ProcessDeadlineException late)
        {
            return Ended(_ => ProjectRun.ProblemOf($"It was still running after {late.Deadline:c} and was ended.", late.LastLines));
        }

        ProjectRun Ended(Func<TrxFile?, string?> problem)
        {
            var results = Results(folder);
            return new(project, results?.Tests ?? [], time.GetElapsedTime(start), problem(results), CoverageFile(folder));
        }
    }

    private Command CommandFor(TestProject project, string folder) => request.Coverage
        ? TestCommand.WithCoverage(request, project, folder, WriteRunSettings(folder))
        : TestCommand.Direct(request, project, folder);

    private string WriteRunSettings(string folder)
    {
        var path = Path.Combine(folder, "coverage.runsettings");
        RunSettings.ForCoverage(request.IncludeInCoverage).Save(path);
        return path;
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }

    private static TrxFile? Results(string folder)
    {
        var path = Path.Combine(folder, TestCommand.TrxName);
        try
        {
            return File.Exists(path) ? TrxFile.Read(path) : null;
        }
        catch (XmlException)
        {
            return null; // Killed while it wrote: as good as no results.
        }
    }

    /// <summary>vstest leaves the file twice, in folders named at random; one is moved to the project's folder, the rest goes.</summary>
    private static string? CoverageFile(string folder)
    {
        var found = Directory.EnumerateFiles(folder, "coverage.cobertura.xml", SearchOption.AllDirectories).FirstOrDefault();
        var path = Path.Combine(folder, "coverage.cobertura.xml");
        if (found is not null)
        {
            File.Move(found, path, overwrite: true);
        }

        foreach (var attachments in Directory.EnumerateDirectories(folder))
        {
            Directory.Delete(attachments, recursive: true);
        }

        return found is null ? null : path;
    }
}
