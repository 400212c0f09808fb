using System.Xml.Linq;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;

namespace Frostline.Pipeline.Compiling;

/// <summary>The whole solution, compiled in Release; not at all when the sources are those of the last time.</summary>
internal sealed class Compilation(ProcessRunner processes, Paths paths)
{
    /// <summary>What steers the compiler beside projects: the stamp must change with it.</summary>
    private static readonly string[] RootFiles = [.. SourceHash.RootFiles, "*.slnx", ".editorconfig", "BannedSymbols.txt"];

    /// <returns>False when nothing had changed.</returns>
    public async Task<bool> RunAsync(Action<string> print, CancellationToken cancellation)
    {
        var sources = await SourceTree.HashAsync(paths.Root, ["build", "src", "tests"], RootFiles, cancellation);
        if (IsCurrent(sources))
            return false;

        File.Delete(paths.CompileStamp);
        await processes.RunAsync(
            new Command("dotnet", "build", paths.Solution, "-c", "Release", "-v", "minimal", "-clp:NoSummary")
            {
                WorkingDirectory = paths.Root,
                OnLine = line => Tell(line.Text, print),
                Deadline = TimeSpan.FromMinutes(15),
            }, cancellation);
        await File.WriteAllTextAsync(paths.CompileStamp, sources, CancellationToken.None);
        return true;
    }

    /// <summary>Projects as they are done, warnings and errors; the compiler's own account of itself is left out.</summary>
    private void Tell(string line, Action<string> print)
    {
        if (line.Split(" -> ") is [var project, _])
            print(project.Trim());
        else if (line.Contains(": error ", StringComparison.Ordinal) || line.Contains(": warning ", StringComparison.Ordinal))
            print(line.Trim().Replace($"{paths.Root}/", "", StringComparison.Ordinal));
    }

    private bool IsCurrent(string sources) =>
        File.Exists(paths.CompileStamp) && File.ReadAllText(paths.CompileStamp) == sources && Projects().All(project => Directory.Exists(paths.Output(project)));

    private IEnumerable<string> Projects() =>
        XDocument.Load(paths.Solution).Descendants("Project").Select(project => Path.GetFileNameWithoutExtension((string)project.Attribute("Path")!));
}
