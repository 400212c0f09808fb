using System.Globalization;

namespace Frostline.Bicep.Types;

/// <summary>Types as messages name them.</summary>
internal static class TypeNames
{
    private const int Most = 20;
    private const int Deepest = 3;

    public static string Of(TypeNode type) => Of(type, Deepest);

    private static string Of(TypeNode type, int depth) => type switch
    {
        LiteralNode literal => $"'{literal.Text}'",
        BooleanLiteralNode literal => literal.Value ? "true" : "false",
        IntegerLiteralNode literal => literal.Value.ToString(CultureInfo.InvariantCulture),
        NullNode => "null",
        UnionNode union => string.Join(" | ", Shapes.Flatten(union).Take(Most).Select(element => Of(element, depth)).Distinct().Order(StringComparer.Ordinal)),
        ArrayNode { Item.Node: not AnyNode } array when depth > 0 => Item(Of(array.Item.Node, depth - 1)),
        ObjectNode { Name: "object", Properties: { Count: > 0 and <= Most } properties } when depth > 0 => $"{{ {string.Join(", ", properties.Values.OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => $"{property.Name}: {Of(property.Type.Node, depth - 1)}"))} }}",
        ObjectNode node => node.Name,
        DiscriminatedNode node => node.Name,
        _ => Shapes.Kind(type),
    };

    private static string Item(string name) => name.Contains(" | ", StringComparison.Ordinal) ? $"({name})[]" : $"{name}[]";
}
