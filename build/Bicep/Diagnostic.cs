namespace Frostline.Bicep;

/// <summary>What is wrong with a file, and where.</summary>
/// <param name="Severity">Whether the file is invalid or merely suspect.</param>
/// <param name="Code">The language's own code (<c>BCP018</c>) or the id of a linter rule (<c>no-unused-params</c>).</param>
/// <param name="Message">The fact and the remedy, one line.</param>
/// <param name="Path">The file as it was named to <see cref="BicepFile.Parse(string, string)"/>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
/// <param name="Length">In UTF-16 code units; 0 where something is missing.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Code, string Message, string Path, int Line, int Column, int Length)
{
    /// <summary>Only the type data of a provider say so, which may be wrong: the file may say that it knows better.</summary>
    internal bool IsOfTypeData { get; init; }

    /// <summary>The form that editors and build logs link: <c>main.bicep(3,14): error BCP018: …</c>.</summary>
    public override string ToString() =>
        $"{Path}({Line},{Column}): {Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "info" }} {Code}: {Message}";
}
