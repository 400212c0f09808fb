namespace Frostline.Bicep.Binding;

/// <summary>The rules of the official linter that need no more than the files.</summary>
internal static class Linter
{
    public static IEnumerable<Diagnostic> Check(FileModel file, CompilerOptions options) => [];
}
