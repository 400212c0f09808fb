using Frostline.Bicep.Syntax;

namespace Frostline.Bicep;

/// <summary>One parsed file, <c>.bicep</c> or <c>.bicepparam</c>: always a tree, whatever the text.</summary>
public sealed class BicepFile
{
    private const string ParametersEnding = ".bicepparam";

    private readonly Suppressions _suppressions;

    private BicepFile(SourceText source, Diagnostic? problem)
    {
        var diagnostics = new DiagnosticBag(source);
        var parser = new Parser(source, diagnostics, source.Path.EndsWith(ParametersEnding, StringComparison.OrdinalIgnoreCase));
        Source = source;
        Syntax = parser.Program();
        Diagnostics = problem is null ? diagnostics.ToDiagnostics() : [problem];
        _suppressions = new Suppressions(source, parser.Directives);
    }

    /// <summary>As it was named when it was read.</summary>
    public string Path => Source.Path;

    /// <summary>The text, without a byte order mark.</summary>
    public string Text => Source.Text;

    /// <summary>What the syntax alone shows to be wrong, in the order of the text; of a file that is no text, only that.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Whether it is a parameters file, by its name.</summary>
    public bool IsParameters => Path.EndsWith(ParametersEnding, StringComparison.OrdinalIgnoreCase);

    internal SourceText Source { get; }

    internal ProgramSyntax Syntax { get; }

    /// <summary>Parses a text; never throws, whatever the text.</summary>
    /// <param name="path">Names the file in diagnostics; the ending tells templates from parameters files.</param>
    /// <param name="text">The whole file.</param>
    public static BicepFile Parse(string path, string text) => new(new SourceText(path, text), null);

    /// <summary>Parses the bytes of a file; that they are not UTF-8 is a diagnostic at the first byte that is not.</summary>
    /// <param name="path">Names the file in diagnostics; the ending tells templates from parameters files.</param>
    /// <param name="content">The whole file.</param>
    public static BicepFile Parse(string path, ReadOnlySpan<byte> content)
    {
        var (source, problem) = FileText.Decode(path, content);
        return new BicepFile(source, problem);
    }

    /// <summary>Reads and parses a file of the disk; that it cannot be read is a diagnostic too (<c>BCP091</c>), at its first character.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">Names it in diagnostics; the path unless given.</param>
    public static BicepFile Read(string path, string? name = null)
    {
        try
        {
            return Parse(name ?? path, FileText.Read(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var source = new SourceText(name ?? path, "");
            return new BicepFile(source, source.Diagnose(DiagnosticSeverity.Error, "BCP091", $"An error occurred reading file. {failure.Message}", default));
        }
    }

    /// <summary>Whether a comment of this file (<c>#disable-next-line</c>, <c>#disable-diagnostics</c>) asks not to hear this.</summary>
    internal bool Suppresses(Diagnostic diagnostic) => _suppressions.Hides(diagnostic);
}
