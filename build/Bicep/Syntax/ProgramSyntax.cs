namespace Frostline.Bicep.Syntax;

/// <summary>A whole file.</summary>
internal sealed class ProgramSyntax(IReadOnlyList<SyntaxElement> elements) : SyntaxNode([.. elements])
{
    public IReadOnlyList<StatementSyntax> Statements { get; } = [.. elements.OfType<StatementSyntax>()];
}
