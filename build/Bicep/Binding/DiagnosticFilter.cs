using Frostline.Bicep.Binding.Rules;

namespace Frostline.Bicep.Binding;

/// <summary>Leaves out what files or their configuration say not to report.</summary>
internal static class DiagnosticFilter
{
    public static IEnumerable<Diagnostic> Apply(IEnumerable<Diagnostic> diagnostics, IReadOnlyList<FileModel> files, Linter linter)
    {
        var byPath = files.DistinctBy(file => file.File.Path).ToDictionary(file => file.File.Path, StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics)
        {
            if (!byPath.TryGetValue(diagnostic.Path, out var file))
            {
                yield return diagnostic;
            }
            else if (linter.Relevel(diagnostic, file) is { } kept && !file.File.Suppresses(kept))
            {
                yield return kept;
            }
        }
    }
}
