namespace Frostline.Bicep.Syntax;

/// <summary>Collects the errors of one file, at most one at a place and <see cref="Most"/> in all: a broken file is said to be broken, not recited.</summary>
internal sealed class DiagnosticBag(SourceText source)
{
    public const int Most = 1000;

    private readonly List<(TextSpan Span, string Code, string Message)> _found = [];
    private int _lastPosition = -1;

    /// <summary>How many there are; to see whether some part added any.</summary>
    public int Count => _found.Count;

    /// <summary>Set while more errors would only be echoes of one that was said.</summary>
    public bool Muted { get; set; }

    public void Error(TextSpan span, string code, string message)
    {
        if (Muted || _found.Count == Most || span.Start == _lastPosition) return;
        _lastPosition = span.Start;
        _found.Add((span, code, message));
    }

    public IReadOnlyList<Diagnostic> ToDiagnostics() =>
    [
        .. _found.OrderBy(found => found.Span.Start).DistinctBy(found => found.Span.Start)
            .Select(found => source.Diagnose(DiagnosticSeverity.Error, found.Code, found.Message, found.Span)),
    ];
}
