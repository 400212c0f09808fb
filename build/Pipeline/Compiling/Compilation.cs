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
            new Command("dotnet", "build", paths.Solution, "-c", "Release", "-v", "quiet", "-clp:NoSummary")
            {
                WorkingDirectory = paths.Root,
                OnLine = line => print(line.Text.Replace($"{paths.Root}/", "", StringComparison.Ordinal)),
                Deadline = TimeSpan.FromMinutes(15),
            }, cancellation);
        await File.WriteAllTextAsync(paths.CompileStamp, sources, CancellationToken.None);
        return true;
    }

    private bool IsCurrent(string sources) =>
        File.Exists(paths.CompileStamp) && File.ReadAllText(paths.CompileStamp) == sources && Projects().All(project => Directory.Exists(paths.Output(project)));

    private IEnumerable<string> Projects() =>
        XDocument.Load(paths.Solution).Descendants("Project").Select(project => Path.GetFileNameWithoutExtension((string)project.Attribute("Path")!));
}
