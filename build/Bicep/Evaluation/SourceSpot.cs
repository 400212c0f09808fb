namespace Frostline.Bicep.Evaluation;

/// <summary>A place in a Bicep file.</summary>
/// <param name="Path">The file, as it was given to the compiler.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public readonly record struct SourceSpot(string Path, int Line, int Column)
{
    public override string ToString() => $"{Path}:{Line}:{Column}";
}
