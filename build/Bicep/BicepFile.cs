using Frostline.Bicep.Syntax;

namespace Frostline.Bicep;

/// <summary>One parsed file, <c>.bicep</c> or <c>.bicepparam</c>: always a tree, whatever the text.</summary>
public sealed class BicepFile
{
    private const string ParametersEnding = ".bicepparam";

    private BicepFile(SourceText source, ProgramSyntax syntax, IReadOnlyList<Directive> directives, IReadOnlyList<Diagnostic> diagnostics)
    {
        Source = source;
        Syntax = syntax;
        Directives = directives;
        Diagnostics = diagnostics;
    }

    /// <summary>As it was named to <see cref="Parse(string, string)"/>.</summary>
    public string Path => Source.Path;

    /// <summary>The text, without a byte order mark.</summary>
    public string Text => Source.Text;

    /// <summary>What the syntax alone shows to be wrong, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Whether it is a parameters file, by its name.</summary>
    public bool IsParameters => Path.EndsWith(ParametersEnding, StringComparison.OrdinalIgnoreCase);

    internal SourceText Source { get; }

    internal ProgramSyntax Syntax { get; }

    internal IReadOnlyList<Directive> Directives { get; }

    /// <summary>Parses a text; never throws, whatever the text.</summary>
    /// <param name="path">Names the file in diagnostics; the ending tells templates from parameters files.</param>
    /// <param name="text">The whole file.</param>
    public static BicepFile Parse(string path, string text)
    {
        var source = new SourceText(path, text);
        var diagnostics = new DiagnosticBag(source);
        var parser = new Parser(source, diagnostics, path.EndsWith(ParametersEnding, StringComparison.OrdinalIgnoreCase));
        return new BicepFile(source, parser.Program(), parser.Directives, diagnostics.ToDiagnostics());
    }
}
