namespace Frostline.Bicep.Types;

/// <summary>One type of the catalog.</summary>
internal abstract record TypeNode;

internal sealed record AnyNode : TypeNode;

internal sealed record NullNode : TypeNode;

internal sealed record BooleanNode : TypeNode;

internal sealed record BooleanLiteralNode(bool Value) : TypeNode;

internal sealed record IntegerLiteralNode(long Value) : TypeNode;

/// <summary>Items that each have their own type.</summary>
internal sealed record TupleNode(IReadOnlyList<TypeReference> Items) : TypeNode;

internal sealed record IntegerNode(long? Minimum, long? Maximum) : TypeNode;

internal sealed record StringNode(long? MinLength, long? MaxLength, string? Pattern, bool Sensitive) : TypeNode;

internal sealed record LiteralNode(string Text) : TypeNode;

internal sealed record UnionNode(IReadOnlyList<TypeReference> Elements) : TypeNode;

internal sealed record ArrayNode(TypeReference Item, long? MinLength, long? MaxLength) : TypeNode;

/// <param name="Name">For messages.</param>
/// <param name="Properties">By name.</param>
/// <param name="Additional">What other names may hold; null: no other names.</param>
internal sealed record ObjectNode(string Name, IReadOnlyDictionary<string, TypeProperty> Properties, TypeReference? Additional) : TypeNode;

/// <param name="Name">For messages.</param>
/// <param name="Discriminator">The property that says which variant it is.</param>
/// <param name="Properties">What all variants have.</param>
/// <param name="Variants">Objects by the value of the discriminator.</param>
internal sealed record DiscriminatedNode(
    string Name, string Discriminator, IReadOnlyDictionary<string, TypeProperty> Properties, IReadOnlyDictionary<string, TypeReference> Variants) : TypeNode;

internal sealed record TypeProperty(string Name, TypePropertyFlags Flags, TypeReference Type)
{
    public bool Required => Flags.HasFlag(TypePropertyFlags.Required);

    public bool ReadOnly => Flags.HasFlag(TypePropertyFlags.ReadOnly);
}

[Flags]
internal enum TypePropertyFlags
{
    None = 0,
    Required = 1,
    ReadOnly = 2,
    WriteOnly = 4,
    DeployTimeConstant = 8,
    Identifier = 16,
}

/// <summary>Names a node, which is made when it is asked for: nodes refer to each other in circles. Several threads may ask at once.</summary>
internal sealed class TypeReference(Func<TypeNode> node)
{
    /// <summary>What this thread is in the middle of making; another thread that makes the same is no circle.</summary>
    [ThreadStatic]
    private static HashSet<TypeReference>? _making;

    private TypeNode? _node;

    public TypeReference(TypeNode node)
        : this(() => node)
    {
    }

    /// <summary>A type that is nothing but itself is any.</summary>
    public TypeNode Node => _node ?? Make();

    private TypeNode Make()
    {
        var making = _making ??= [];
        return making.Add(this) ? MakeWithin(making) : new AnyNode();
    }

    private TypeNode MakeWithin(HashSet<TypeReference> making)
    {
        try
        {
            _node = node();
            return _node;
        }
        finally
        {
            making.Remove(this);
        }
    }
}

/// <summary>A resource of one api-version.</summary>
internal sealed record ResourceShape(string Type, string ApiVersion, TypeNode Body, int WritableScopes);
