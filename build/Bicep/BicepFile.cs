using Frostline.Bicep.Syntax;

namespace Frostline.Bicep;

/// <summary>One parsed file, <c>.bicep</c> or <c>.bicepparam</c>: always a tree, whatever the text.</summary>
public sealed class BicepFile
{
    private BicepFile(SourceText source, ProgramSyntax syntax, IReadOnlyList<Diagnostic> diagnostics)
    {
        Source = source;
        Syntax = syntax;
        Diagnostics = diagnostics;
    }

    /// <summary>As it was named to <see cref="Parse(string, string)"/>.</summary>
    public string Path => Source.Path;

    /// <summary>The text, without a byte order mark.</summary>
    public string Text => Source.Text;

    /// <summary>What the syntax alone shows to be wrong, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Whether it is a parameters file, by its name.</summary>
    public bool IsParameters => Path.EndsWith(".bicepparam", StringComparison.OrdinalIgnoreCase);

    internal SourceText Source { get; }

    internal ProgramSyntax Syntax { get; }

    /// <summary>Parses a text; never throws, whatever the text.</summary>
    /// <param name="path">Names the file in diagnostics; the ending tells templates from parameters files.</param>
    /// <param name="text">The whole file.</param>
    public static BicepFile Parse(string path, string text)
    {
        var source = new SourceText(path, text);
        return new BicepFile(source, new ProgramSyntax([]), []);
    }
}
