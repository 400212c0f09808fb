namespace Frostline.Bicep.Types;

/// <summary>Reads types for values that are not known yet.</summary>
internal static class Shapes
{
    private const int MostLiterals = 1000;

    /// <summary>
    /// A name that says nothing when a type lacks it: a spread of unknown members, and <c>description</c>, since the data of the
    /// catalog come without descriptions and properties of that name went with them.
    /// </summary>
    public static bool IsUncertain(string name) => name is "..." or "description";

    /// <summary>The type of a member; null when nothing is known of it. Not known at all is said only of closed objects.</summary>
    public static (TypeNode? Shape, bool IsKnown) Member(TypeNode? shape, string name)
    {
        switch (shape)
        {
            case ObjectNode node:
                return node.Properties.TryGetValue(name, out var property) ? (property.Type.Node, true)
                    : node.Additional is { } additional ? (additional.Node, true)
                    : (null, IsUncertain(name));
            case DiscriminatedNode node:
                return node.Properties.TryGetValue(name, out var common) ? (common.Type.Node, true)
                    : (null, IsUncertain(name) || name == node.Discriminator || node.Variants.Values.Any(variant => Member(variant.Node, name).IsKnown));
            default:
                return (null, true);
        }
    }

    public static IEnumerable<string> Names(TypeNode? shape) => shape switch
    {
        ObjectNode node => node.Properties.Values.Select(property => property.Name),
        DiscriminatedNode node => node.Properties.Values.Select(property => property.Name).Append(node.Discriminator).Concat(node.Variants.Values.SelectMany(variant => Names(variant.Node))),
        _ => [],
    };

    /// <summary>What a union may be, with the unions in it: each once, though a union may hold itself.</summary>
    public static IEnumerable<TypeNode> Flatten(UnionNode union)
    {
        var pending = new Stack<TypeReference>(union.Elements.Reverse());
        var seen = new HashSet<TypeNode>(ReferenceEqualityComparer.Instance);
        while (pending.TryPop(out var next))
        {
            if (!seen.Add(next.Node))
            {
                continue;
            }

            if (next.Node is UnionNode inner)
            {
                foreach (var element in inner.Elements.Reverse())
                {
                    pending.Push(element);
                }
            }
            else
            {
                yield return next.Node;
            }
        }
    }

    /// <summary>Whether it is a union of null and something else.</summary>
    public static bool IsNullable(TypeNode? shape) => shape is UnionNode union && Flatten(union).ToList() is var elements && elements.Exists(element => element is NullNode) && elements.Exists(element => element is not NullNode);

    /// <summary>What it is when it is not null.</summary>
    public static TypeNode? WithoutNull(TypeNode? shape) => !IsNullable(shape) ? shape
        : Flatten((UnionNode)shape!).Where(element => element is not NullNode).ToList() is [var only] ? only
        : new UnionNode([.. Flatten((UnionNode)shape!).Where(element => element is not NullNode).Select(element => new TypeReference(element))]);

    /// <summary>Whether only one value, or one of several, is of a type. A type that holds itself, or very many others, is none.</summary>
    public static bool IsLiteral(TypeNode node)
    {
        var budget = MostLiterals;
        return IsLiteral(node, ref budget);
    }

    private static bool IsLiteral(TypeNode node, ref int budget)
    {
        if (budget-- <= 0)
        {
            return false;
        }

        IEnumerable<TypeNode>? parts = node switch
        {
            LiteralNode or IntegerLiteralNode or BooleanLiteralNode or NullNode => [],
            UnionNode union => Flatten(union),
            TupleNode tuple => tuple.Items.Select(item => item.Node),
            ObjectNode { Additional: null } value => value.Properties.Values.Select(property => property.Type.Node),
            _ => null,
        };
        foreach (var part in parts ?? [])
        {
            if (!IsLiteral(part, ref budget))
            {
                return false;
            }
        }

        return parts is not null;
    }

    /// <summary>The word of the language for it.</summary>
    public static string Kind(TypeNode? shape) => shape switch
    {
        StringNode or LiteralNode => "string",
        IntegerNode or IntegerLiteralNode => "int",
        BooleanNode or BooleanLiteralNode => "bool",
        ArrayNode or TupleNode => "array",
        ObjectNode or DiscriminatedNode => "object",
        UnionNode union when Flatten(union).Select(Kind).Distinct().ToList() is [var only] => only,
        _ => "any",
    };
}
