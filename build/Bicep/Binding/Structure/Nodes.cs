using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Structure;

/// <summary>All nodes below one, itself included, in the order of the text.</summary>
internal sealed class Nodes : SyntaxWalker
{
    private readonly List<SyntaxNode> _found = [];

    public static IReadOnlyList<SyntaxNode> Within(SyntaxNode root)
    {
        var nodes = new Nodes();
        nodes.Visit(root);
        return nodes._found;
    }

    public override void Visit(SyntaxNode node)
    {
        _found.Add(node);
        base.Visit(node);
    }
}
