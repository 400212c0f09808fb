using System.Runtime.InteropServices;
using System.Text;

namespace Frostline.Bicep.Syntax;

/// <summary>A node of the tree. Equal only to itself, so that tables can be keyed by it.</summary>
internal abstract class SyntaxNode : SyntaxElement
{
    private readonly SyntaxElement[] _children;

    /// <summary>Adopts its children, which are given in the order of the text; absent ones are null.</summary>
    protected SyntaxNode(params ReadOnlySpan<SyntaxElement?> children)
    {
        var count = 0;
        foreach (var child in children) if (child is not null) count++;
        _children = new SyntaxElement[count];
        var at = 0;
        foreach (var child in children)
        {
            if (child is null) continue;
            child.Parent = this;
            Depth = Math.Max(Depth, child.Depth);
            _children[at++] = child;
        }

        Depth++;
    }

    /// <summary>Tokens and nodes, in the order of the text.</summary>
    public IReadOnlyList<SyntaxElement> Children => _children;

    public override int Depth { get; }

    public override TextSpan Span => _children.Length == 0 ? default : TextSpan.Between(_children[0].Span.Start, _children[^1].Span.End);

    /// <summary>The text it was parsed from, with all that stands between its tokens and before the first.</summary>
    public string ToFullText()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    protected static ReadOnlySpan<SyntaxElement?> Adopt(List<SyntaxElement> children) => CollectionsMarshal.AsSpan(children);

    private void Write(StringBuilder text)
    {
        foreach (var child in _children)
        {
            if (child is Token token) text.Append(token.Trivia).Append(token.Characters);
            else ((SyntaxNode)child).Write(text);
        }
    }

}
