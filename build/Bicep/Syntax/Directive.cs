namespace Frostline.Bicep.Syntax;

internal enum DirectiveKind
{
    /// <summary><c>#disable-next-line</c>.</summary>
    DisableNextLine,

    /// <summary><c>#disable-diagnostics</c>: from here on.</summary>
    Disable,

    /// <summary><c>#restore-diagnostics</c>: no longer.</summary>
    Restore,
}

/// <summary>A line that turns diagnostics off or on.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Span">Of the whole directive.</param>
/// <param name="Codes">What it is about.</param>
internal sealed record Directive(DirectiveKind Kind, TextSpan Span, IReadOnlyList<string> Codes);
