namespace Frostline.Bicep.Syntax;

/// <summary>A built-in or declared type by its name: <c>string</c>, <c>skuName</c>.</summary>
internal sealed class TypeNameSyntax(Token name) : TypeSyntax(name)
{
    public Token Name { get; } = name;
}

/// <summary>A string, integer (perhaps with a sign), boolean or null that stands for the type of that one value.</summary>
internal sealed class LiteralTypeSyntax(ExpressionSyntax literal) : TypeSyntax(literal)
{
    public ExpressionSyntax Literal { get; } = literal;
}

/// <summary><c>resource</c> or <c>resource 'type@version'</c> as the type of a parameter or output.</summary>
internal sealed class ResourceTypeSyntax(Token keyword, StringSyntax? type) : TypeSyntax(keyword, type)
{
    public StringSyntax? Type { get; } = type;
}

/// <summary><c>{ name: type }</c>.</summary>
internal sealed class ObjectTypeSyntax(List<SyntaxElement> elements) : TypeSyntax(Adopt(elements))
{
    public IReadOnlyList<TypePropertySyntax> Properties => field ??= [.. Children.OfType<TypePropertySyntax>()];

    /// <summary><c>*: type</c>, what all properties not named are.</summary>
    public TypePropertySyntax? Additional => Properties.FirstOrDefault(property => property.IsAdditional);
}

internal sealed class TypePropertySyntax(DecoratorList decorators, SyntaxElement key, Token colon, TypeSyntax type) : SyntaxNode(decorators.IsEmpty ? null : decorators, key, colon, type)
{
    public IReadOnlyList<DecoratorSyntax> Decorators { get; } = decorators.Items;

    /// <summary>An identifier, a <see cref="StringSyntax"/> or the asterisk.</summary>
    public SyntaxElement Key { get; } = key;

    public string? KeyText => Key is Token token ? token.Text : (Key as StringSyntax)?.Literal;

    public bool IsAdditional => Key is Token { Kind: TokenKind.Star };

    public TypeSyntax Type { get; } = type;
}

/// <summary><c>[ string, int ]</c>.</summary>
internal sealed class TupleTypeSyntax(List<SyntaxElement> elements) : TypeSyntax(Adopt(elements))
{
    public IReadOnlyList<TupleItemSyntax> Items => field ??= [.. Children.OfType<TupleItemSyntax>()];
}

internal sealed class TupleItemSyntax(DecoratorList decorators, TypeSyntax type) : SyntaxNode(decorators.IsEmpty ? null : decorators, type)
{
    public IReadOnlyList<DecoratorSyntax> Decorators { get; } = decorators.Items;

    public TypeSyntax Type { get; } = type;
}

/// <summary><c>type[]</c>.</summary>
internal sealed class ArrayTypeSyntax(TypeSyntax item, Token open, Token close) : TypeSyntax(item, open, close)
{
    public TypeSyntax Item { get; } = item;
}

/// <summary><c>type?</c>.</summary>
internal sealed class NullableTypeSyntax(TypeSyntax type, Token question) : TypeSyntax(type, question)
{
    public TypeSyntax Type { get; } = type;
}

/// <summary><c>type!</c>.</summary>
internal sealed class NonNullTypeSyntax(TypeSyntax type, Token exclamation) : TypeSyntax(type, exclamation)
{
    public TypeSyntax Type { get; } = type;
}

/// <summary><c>'a' | 'b'</c>.</summary>
internal sealed class UnionTypeSyntax(List<SyntaxElement> elements) : TypeSyntax(Adopt(elements))
{
    public IReadOnlyList<TypeSyntax> Members => field ??= [.. Children.OfType<TypeSyntax>()];
}

internal sealed class ParenthesizedTypeSyntax(Token open, TypeSyntax type, Token close) : TypeSyntax(open, type, close)
{
    public TypeSyntax Type { get; } = type;
}

/// <summary><c>resourceInput&lt;'type@version'&gt;</c> or any other type that takes arguments.</summary>
internal sealed class ParameterizedTypeSyntax(List<SyntaxElement> elements) : TypeSyntax(Adopt(elements))
{
    /// <summary>A <see cref="TypeNameSyntax"/>, or a <see cref="TypeAccessSyntax"/> for a qualified name.</summary>
    public TypeSyntax Name => (TypeSyntax)Children[0];

    public IReadOnlyList<TypeSyntax> Arguments => field ??= [.. Children.OfType<TypeSyntax>().Skip(1)];
}

/// <summary>A part of another type: <c>base.name</c>, <c>base.*</c>, <c>base[0]</c>, <c>base[*]</c>.</summary>
internal sealed class TypeAccessSyntax(TypeSyntax receiver, Token opening, SyntaxElement selector, Token? closing) : TypeSyntax(receiver, opening, selector, closing)
{
    public TypeSyntax Receiver { get; } = receiver;

    /// <summary>An identifier, an <see cref="ExpressionSyntax"/> (the index) or the asterisk.</summary>
    public SyntaxElement Selector { get; } = selector;

    /// <summary>Whether it is in brackets: about items, not properties.</summary>
    public bool IsItem { get; } = closing is not null;

    public bool IsAll => Selector is Token { Kind: TokenKind.Star };
}
