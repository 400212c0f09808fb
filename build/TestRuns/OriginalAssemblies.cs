using System.IO.Enumeration;

namespace Frostline.TestRuns;

/// <summary>
/// Coverage rewrites assemblies where they lie and puts them back at its end, unless it is killed. What it may rewrite is
/// copied before and put back after, or by the next run: a build would take the rewritten ones for its own.
/// </summary>
internal sealed class OriginalAssemblies(string assemblyFolder, string keepFolder)
{
    public void Keep(IEnumerable<string> patterns)
    {
        PutBack();
        var beside = $"{keepFolder}.{Environment.ProcessId}";
        Directory.CreateDirectory(beside);
        foreach (var file in Directory.EnumerateFiles(assemblyFolder, "*.dll"))
        {
            if (patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileNameWithoutExtension(file))))
            {
                File.Copy(file, Path.Combine(beside, Path.GetFileName(file)), overwrite: true);
            }
        }

        Directory.Move(beside, keepFolder);
    }

    public void PutBack()
    {
        if (!Directory.Exists(keepFolder))
        {
            return;
        }

        foreach (var original in Directory.EnumerateFiles(keepFolder))
        {
            var target = Path.Combine(assemblyFolder, Path.GetFileName(original));
            if (WasRewritten(original, target))
            {
                File.Copy(original, target, overwrite: true);
            }
        }

        Directory.Delete(keepFolder, recursive: true);
    }

    /// <summary>A build since then made a new file, which is later than the copy and has no trace of coverage in it.</summary>
    private static bool WasRewritten(string original, string target) =>
        File.Exists(target)
        && !File.ReadAllBytes(original).AsSpan().SequenceEqual(File.ReadAllBytes(target))
        && File.ReadAllBytes(target).AsSpan().IndexOf("Coverlet.Core.Instrumentation.Tracker"u8) >= 0;
}
