namespace Frostline.Bicep.Syntax;

/// <summary><c>{ key: value }</c>, on one line with commas or on several with or without.</summary>
internal sealed class ObjectSyntax(List<SyntaxElement> elements) : ExpressionSyntax(Adopt(elements))
{
    public IReadOnlyList<ObjectPropertySyntax> Properties => field ??= [.. Children.OfType<ObjectPropertySyntax>()];

    /// <summary>Properties and spreads, in the order of the text, which is the order they override each other in.</summary>
    public IReadOnlyList<SyntaxNode> Members => field ??= [.. Children.OfType<SyntaxNode>().Where(node => node is ObjectPropertySyntax or SpreadSyntax)];

    /// <summary>Resources declared within this resource's body.</summary>
    public IReadOnlyList<ResourceSyntax> Resources => field ??= [.. Children.OfType<ResourceSyntax>()];

    /// <summary>Some of it could not be read, so that what is missing says nothing.</summary>
    public bool IsIncomplete => Children.Any(child => child is SkippedSyntax or ObjectPropertySyntax { Value: SkippedSyntax });

    public ObjectPropertySyntax? Find(string key) => Properties.FirstOrDefault(property => property.KeyText == key);
}

internal sealed class ObjectPropertySyntax(SyntaxElement key, Token colon, ExpressionSyntax value) : SyntaxNode(key, colon, value)
{
    /// <summary>A token (an identifier or a keyword) or a <see cref="StringSyntax"/>, which may be interpolated.</summary>
    public SyntaxElement Key { get; } = key;

    /// <summary>The key when it is known without evaluation; null when it is interpolated.</summary>
    public string? KeyText => Key is Token token ? token.Text : (Key as StringSyntax)?.Literal;

    public ExpressionSyntax Value { get; } = value;
}

internal sealed class ArraySyntax(List<SyntaxElement> elements) : ExpressionSyntax(Adopt(elements))
{
    /// <summary>Expressions, of which a <see cref="SpreadSyntax"/> stands for several items.</summary>
    public IReadOnlyList<ExpressionSyntax> Items => field ??= [.. Children.OfType<ExpressionSyntax>()];
}

/// <summary><c>...expression</c> in an object or an array.</summary>
internal sealed class SpreadSyntax(Token ellipsis, ExpressionSyntax expression) : ExpressionSyntax(ellipsis, expression)
{
    public ExpressionSyntax Expression { get; } = expression;
}
