namespace Frostline.Bicep.Syntax;

/// <summary>Goes through a tree in the order of its text. Recursion is safe: the parser bounds the depth of every tree.</summary>
internal abstract class SyntaxWalker
{
    /// <summary>Goes into all nodes below; an override decides which and calls the base for those it goes into.</summary>
    public virtual void Visit(SyntaxNode node)
    {
        foreach (var child in node.Children)
        {
            if (child is SyntaxNode below) Visit(below);
        }
    }
}
