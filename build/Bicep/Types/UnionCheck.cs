using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Types;

/// <summary>Unions are of literals of one kind, or of objects that one property tells apart.</summary>
internal sealed class UnionCheck(FileModel model) : SyntaxWalker
{
    private readonly HashSet<UnionTypeSyntax> _discriminated = [];

    public static void Report(FileModel model)
    {
        foreach (var type in model.Types)
        {
            if (type.Name == "resource")
            {
                model.Error("BCP301", "The type name \"resource\" is reserved and may not be attached to a user-defined type.", type.At);
            }
            else if (type.Syntax.Value is LiteralTypeSyntax { Literal: NullSyntax })
            {
                model.Error("BCP289", "The type definition is not valid.", type.Syntax.Value.Span);
            }
        }

        new UnionCheck(model).Visit(model.Syntax);
    }

    public override void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case ParameterSyntax { Type: NullableTypeSyntax, Default: { } standard } parameter:
                model.Error("BCP326", "Nullable-typed parameters may not be assigned default values. They have an implicit default of 'null' that cannot be overridden.", standard.Span);
                CheckDiscriminator(parameter.Decorators, parameter.Type);
                break;
            case ObjectTypeSyntax value when value.Properties.Count(property => property.IsAdditional) > 1:
                foreach (var property in value.Properties.Where(property => property.IsAdditional))
                {
                    model.Error("BCP315", "An object type may have at most one additional properties declaration.", property.Key.Span);
                }

                break;
            case ParameterSyntax parameter:
                CheckDiscriminator(parameter.Decorators, parameter.Type);
                break;
            case OutputSyntax output:
                CheckDiscriminator(output.Decorators, output.Type);
                break;
            case TypeDeclarationSyntax type:
                CheckDiscriminator(type.Decorators, type.Value);
                break;
            case TypePropertySyntax property:
                CheckDiscriminator(property.Decorators, property.Type);
                break;
            case TupleItemSyntax item:
                CheckDiscriminator(item.Decorators, item.Type);
                break;
            case ParameterizedTypeSyntax derived:
                CheckDerived(derived);
                break;
            case UnionTypeSyntax union when !_discriminated.Contains(union):
                CheckLiterals(union);
                break;
        }

        base.Visit(node);
    }

    private void CheckDerived(ParameterizedTypeSyntax type)
    {
        if (DerivedTypes.NameOf(type) == "resource")
        {
            model.Warn("BCP409", "The 'resource<>' parameterized type has been deprecated. Please specify whether you want this type to correspond to the resource input or the resource output.", type.Span);
        }

        if (DerivedTypes.Source(type) is not { } source)
        {
            return;
        }

        if (source.Split('@') is not [{ } name, { Length: > 0 }] || !name.Contains('/', StringComparison.Ordinal))
        {
            model.Warn("BCP392", $"The supplied resource type identifier \"{source}\" was not recognized as a valid resource type name.", type.Arguments[0].Span);
        }

        var parent = type.Parent;
        while (parent is ParenthesizedTypeSyntax or NonNullTypeSyntax or NullableTypeSyntax)
        {
            parent = parent.Parent;
        }

        if (parent is not TypeAccessSyntax)
        {
            model.Error("BCP394", "Resource-derived type expressions must dereference a property within the resource body. Using the entire resource body type is not permitted.", type.Span);
        }
    }

    private static TypeSyntax Bare(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => Bare(nullable.Type),
        NonNullTypeSyntax inner => Bare(inner.Type),
        ParenthesizedTypeSyntax inner => Bare(inner.Type),
        _ => type,
    };

    private TypeNode NodeOf(TypeSyntax type) => DeclaredTypes.Of(model, type, []).Node;

    private bool IsCyclic(TypeSyntax member) => model.SymbolOf(member) is TypeSymbol symbol && symbol.Model.Cyclic.Contains(symbol);

    private void CheckLiterals(UnionTypeSyntax union)
    {
        var members = union.Members.Select(member => (Syntax: member, Node: NodeOf(member))).ToList();
        var wrong = members.FindAll(member => IsCyclic(member.Syntax) || !(member.Node is AnyNode || Shapes.IsLiteral(member.Node)));
        foreach (var member in wrong)
        {
            model.Error("BCP293", "All members of a union type declaration must be literal values.", member.Syntax.Span);
        }

        if (wrong.Count > 0 || union.Parent is ArrayTypeSyntax || (union.Parent is ParenthesizedTypeSyntax { Parent: ArrayTypeSyntax }))
        {
            return;
        }

        var kinds = Shapes.Flatten(new UnionNode([.. members.Select(member => new TypeReference(member.Node))])).Where(node => node is not (NullNode or AnyNode)).Select(Shapes.Kind).Distinct().ToList();
        if (kinds.Count > 1 || (kinds.Count == 0 && members.TrueForAll(member => member.Node is NullNode)))
        {
            model.Error("BCP294", "Type unions must be reducible to a single ARM type (such as 'string', 'int', or 'bool').", union.Span);
        }
    }

    private void CheckDiscriminator(IReadOnlyList<DecoratorSyntax> decorators, TypeSyntax type)
    {
        if (decorators.FirstOrDefault(decorator => decorator.Name == "discriminator") is not { } decorator)
        {
            return;
        }

        var members = new List<TypeSyntax>();
        Collect(type, members);
        if (decorator.Arguments is not [StringSyntax { Literal: { } name }])
        {
            return;
        }

        if (members is [var only])
        {
            CheckOnly(decorator, name, NodeOf(only));
            return;
        }

        var known = new Dictionary<string, TypeNode>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            CheckMember(member, name, known);
        }
    }

    private void Collect(TypeSyntax type, List<TypeSyntax> into)
    {
        if (Bare(type) is not UnionTypeSyntax union)
        {
            into.Add(type);
            return;
        }

        _discriminated.Add(union);
        foreach (var member in union.Members)
        {
            Collect(member, into);
        }
    }

    private void CheckOnly(DecoratorSyntax decorator, string name, TypeNode node)
    {
        node = node is UnionNode union ? Shapes.Flatten(union).FirstOrDefault(element => element is not NullNode) ?? node : node;
        if (node is DiscriminatedNode discriminated)
        {
            if (discriminated.Discriminator != name)
            {
                model.Error("BCP366", $"The discriminator property name must be \"{name}\" on all union member types.", decorator.Span);
            }
        }
        else if (node is not AnyNode)
        {
            model.Error("BCP363", "The \"discriminator\" decorator can only be applied to object-only union types with unique member types.", decorator.Span);
        }
    }

    private void CheckMember(TypeSyntax member, string name, Dictionary<string, TypeNode> known)
    {
        switch (NodeOf(member))
        {
            case AnyNode when !IsCyclic(member):
            case DiscriminatedNode:
                break;
            case ObjectNode node when node.Properties.TryGetValue(name, out var property) && property is { Required: true, Type.Node: LiteralNode literal }:
                if (!known.TryAdd(literal.Text, node) && !ReferenceEquals(known[literal.Text], node))
                {
                    model.Error("BCP365", $"The value \"'{literal.Text}'\" for discriminator property \"{name}\" is duplicated across multiple union member types. The value must be unique across all union member types.", member.Span);
                }

                break;
            case ObjectNode:
                model.Error("BCP364", $"The property \"{name}\" must be a required string literal on all union member types.", member.Span);
                break;
            default:
                model.Error("BCP286", "This union member is invalid because it cannot be assigned to the 'object' type.", member.Span);
                break;
        }
    }
}
