namespace Frostline.Bicep.Syntax;

/// <summary>A token or a node of the tree. The tree is lossless: the texts of its tokens with what precedes them are the file.</summary>
internal abstract class SyntaxElement
{
    /// <summary>The node this is a child of; null for the program.</summary>
    public SyntaxNode? Parent { get; internal set; }

    /// <summary>Without the white space and comments before it.</summary>
    public abstract TextSpan Span { get; }

    /// <summary>How many nodes are on the longest way down, itself included; bounded, so that walking the tree may recurse.</summary>
    public abstract int Depth { get; }

    /// <summary>The innermost node around this one that is a <typeparamref name="T"/>.</summary>
    public T? Ancestor<T>() where T : SyntaxNode
    {
        var node = Parent;
        while (node is not null and not T) node = node.Parent;
        return (T?)node;
    }
}
