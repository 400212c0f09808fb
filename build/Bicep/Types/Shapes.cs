namespace Frostline.Bicep.Types;

/// <summary>Reads types for values that are not known yet.</summary>
internal static class Shapes
{
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

    /// <summary>The word of the language for it.</summary>
    public static string Kind(TypeNode? shape) => shape switch
    {
        StringNode or LiteralNode => "string",
        IntegerNode or IntegerLiteralNode => "int",
        BooleanNode or BooleanLiteralNode => "bool",
        ArrayNode or TupleNode => "array",
        ObjectNode or DiscriminatedNode => "object",
        UnionNode union when union.Elements.Select(element => Kind(element.Node)).Distinct().ToList() is [var only] => only,
        _ => "any",
    };
}
