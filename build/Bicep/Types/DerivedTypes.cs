using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Types;

/// <summary>Types that are those of a resource: <c>resourceInput&lt;'type@version'&gt;.properties.sku</c>.</summary>
internal static class DerivedTypes
{
    /// <summary>The type of the whole resource; null when it is none of a resource, or of one that is not known.</summary>
    public static TypeNode? Body(FileModel model, ParameterizedTypeSyntax type) => Source(type) is { } source && source.Split('@') is [var name, var version]
        ? model.Catalog.Find(name, version)?.Body is { } body ? NameOf(type) == "resourceOutput" ? Answered(body) : Given(body) : null
        : null;

    /// <summary>
    /// The type at a pointer in the version that is asked for, or else in the latest that is known: enough to tell a string from an object.
    /// Null when the resource is not known at all.
    /// </summary>
    public static TypeNode? Nearest(FileModel model, TypeSyntax type) => type switch
    {
        ParameterizedTypeSyntax root when Source(root)?.Split('@') is [var name, var version] =>
            (model.Catalog.Find(name, version) ?? (model.Catalog.VersionsOf(name) is [.., var latest] ? model.Catalog.Find(name, latest) : null))?.Body,
        TypeAccessSyntax access => Nearest(model, access.Receiver) is { } receiver ? DeclaredTypes.Part(Shapes.WithoutNull(receiver)!, access) : null,
        ParenthesizedTypeSyntax inner => Nearest(model, inner.Type),
        NonNullTypeSyntax inner => Nearest(model, inner.Type),
        _ => null,
    };

    /// <summary>Whether it is what a resource answers, not what it is given.</summary>
    public static bool IsOutput(TypeSyntax type) => type switch
    {
        ParameterizedTypeSyntax root => NameOf(root) == "resourceOutput",
        TypeAccessSyntax access => IsOutput(access.Receiver),
        ParenthesizedTypeSyntax inner => IsOutput(inner.Type),
        NonNullTypeSyntax inner => IsOutput(inner.Type),
        _ => false,
    };

    /// <summary><c>type@version</c>; null when it is no type of a resource.</summary>
    public static string? Source(ParameterizedTypeSyntax type) =>
        NameOf(type) is "resource" or "resourceInput" or "resourceOutput" && type.Arguments is [LiteralTypeSyntax { Literal: StringSyntax { Literal: { } source } }] ? source : null;

    /// <summary>Where in a resource a type is: <c>type@version#properties/sku/properties/name</c>; null when it is of no resource.</summary>
    public static string? Pointer(TypeSyntax type) => type switch
    {
        ParameterizedTypeSyntax root when Source(root) is { } source => $"{source}#",
        TypeAccessSyntax access when Pointer(access.Receiver) is { } receiver => receiver + (receiver.EndsWith('#') ? "" : "/") + Step(access),
        ParenthesizedTypeSyntax inner => Pointer(inner.Type),
        NonNullTypeSyntax inner => Pointer(inner.Type),
        _ => null,
    };

    /// <summary>The name of what takes arguments.</summary>
    public static string? NameOf(ParameterizedTypeSyntax type) => type.Name switch
    {
        TypeNameSyntax name => name.Name.Text,
        TypeAccessSyntax { Receiver: TypeNameSyntax { Name.Text: "sys" }, Selector: Token member } => member.Text,
        _ => null,
    };

    private static string Step(TypeAccessSyntax access) => access switch
    {
        { IsItem: true, IsAll: true } => "items",
        { IsItem: true, Selector: IntegerSyntax index } => $"prefixItems/{index.Value}",
        { IsAll: true } => "additionalProperties",
        { Selector: Token name } => $"properties/{name.Text}",
        _ => "",
    };

    // What is given to a resource lacks what only it answers; what it answers may be written wherever such a value is wanted.
    private static TypeNode? Given(TypeNode? node) => Each(node, property => !property.ReadOnly, property => property.Flags, Given);

    private static TypeNode? Answered(TypeNode? node) => Each(node, property => !property.Flags.HasFlag(TypePropertyFlags.WriteOnly), property => property.Flags & ~(TypePropertyFlags.ReadOnly | TypePropertyFlags.Required), Answered);

    private static TypeNode? Each(TypeNode? node, Func<TypeProperty, bool> isKept, Func<TypeProperty, TypePropertyFlags> flags, Func<TypeNode?, TypeNode?> below)
    {
        return node switch
        {
            ObjectNode value => value with { Properties = Kept(value.Properties) },
            DiscriminatedNode value => value with { Properties = Kept(value.Properties), Variants = value.Variants.ToDictionary(variant => variant.Key, variant => Below(variant.Value), StringComparer.OrdinalIgnoreCase) },
            ArrayNode array => array with { Item = Below(array.Item) },
            _ => node,
        };

        TypeReference Below(TypeReference type) => new(() => below(type.Node)!);

        Dictionary<string, TypeProperty> Kept(IReadOnlyDictionary<string, TypeProperty> properties) => properties.Values.Where(isKept)
            .ToDictionary(property => property.Name, property => property with { Flags = flags(property), Type = Below(property.Type) }, StringComparer.OrdinalIgnoreCase);
    }
}
