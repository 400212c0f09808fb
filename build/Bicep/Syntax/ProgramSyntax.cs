namespace Frostline.Bicep.Syntax;

/// <summary>A whole file.</summary>
internal sealed class ProgramSyntax(List<SyntaxElement> elements) : SyntaxNode(Adopt(elements))
{
    public IReadOnlyList<StatementSyntax> Statements => field ??= [.. Children.OfType<StatementSyntax>()];
}
