namespace Frostline.Bicep.Syntax;

/// <summary>Which diagnostics the file itself says it does not want to hear.</summary>
internal sealed class Suppressions(SourceText source, IReadOnlyList<Directive> directives)
{
    private readonly (Directive Directive, int Line)[] _directives = [.. directives.Select(directive => (directive, source.PositionOf(directive.Span.Start).Line))];

    /// <summary>Errors of the language are never hidden: the file is not valid, whatever it says. What type data say of a resource may be.</summary>
    public bool Hides(Diagnostic diagnostic)
    {
        if (_directives.Length == 0 || (diagnostic is { Severity: DiagnosticSeverity.Error, IsOfTypeData: false } && diagnostic.Code.StartsWith("BCP", StringComparison.Ordinal))) return false;
        var disabled = false;
        foreach (var (directive, line) in _directives)
        {
            if (line >= diagnostic.Line) break;
            if (!directive.Codes.Contains(diagnostic.Code, StringComparer.OrdinalIgnoreCase)) continue;
            if (directive.Kind == DirectiveKind.DisableNextLine && line == diagnostic.Line - 1) return true;
            if (directive.Kind == DirectiveKind.Disable) disabled = true;
            if (directive.Kind == DirectiveKind.Restore) disabled = false;
        }

        return disabled;
    }
}
