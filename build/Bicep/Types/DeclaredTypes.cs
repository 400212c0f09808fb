using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Types;

/// <summary>Turns the types that files declare into the form of the catalog, so that one checker does for both.</summary>
internal static class DeclaredTypes
{
    public static TypeReference Of(ParameterSymbol parameter) => Of(parameter.Model, parameter.Syntax.Type, parameter.Decorators);

    public static TypeReference Of(OutputSymbol output) => Of(output.Model, output.Syntax.Type, output.Decorators);

    /// <summary>What the <c>params</c> of a module may hold.</summary>
    public static ObjectNode Parameters(FileModel model) => new(
        "params",
        model.Parameters.DistinctBy(parameter => parameter.Name).ToDictionary(
            parameter => parameter.Name,
            parameter => new TypeProperty(parameter.Name, parameter.IsRequired ? TypePropertyFlags.Required : TypePropertyFlags.None, Optional(Of(parameter), parameter.Syntax.Default is not null)),
            StringComparer.OrdinalIgnoreCase),
        null);

    public static TypeReference Of(FileModel model, TypeSyntax type, IReadOnlyList<DecoratorSyntax> decorators) => new(() => Constrain(Make(model, type), decorators));

    // A parameter that has a default takes null for it.
    private static TypeReference Optional(TypeReference type, bool hasDefault) =>
        hasDefault ? new TypeReference(() => new UnionNode([type, new TypeReference(new NullNode())])) : type;

    private static TypeNode Make(FileModel model, TypeSyntax type)
    {
        switch (type)
        {
            case TypeNameSyntax name:
                return Named(model, name);
            case LiteralTypeSyntax literal:
                return Literal(literal.Literal);
            case NullableTypeSyntax nullable:
                return new UnionNode([Of(model, nullable.Type, []), new TypeReference(new NullNode())]);
            case NonNullTypeSyntax inner:
                return Shapes.WithoutNull(Make(model, inner.Type))!;
            case ParenthesizedTypeSyntax inner:
                return Make(model, inner.Type);
            case ArrayTypeSyntax array:
                return new ArrayNode(Of(model, array.Item, []), null, null);
            case TupleTypeSyntax tuple:
                return new TupleNode([.. tuple.Items.Select(item => Of(model, item.Type, item.Decorators))]);
            case UnionTypeSyntax union:
                return new UnionNode([.. union.Members.Select(member => Of(model, member, []))]);
            case ObjectTypeSyntax value:
                return Object(model, value);
            case TypeAccessSyntax access:
                return Access(model, access);
            case ParameterizedTypeSyntax derived:
                return DerivedTypes.Body(model, derived) ?? new AnyNode();
            default:
                return new AnyNode();
        }
    }

    private static TypeNode Named(FileModel model, TypeNameSyntax name) => model.SymbolOf(name) switch
    {
        TypeSymbol symbol => Declared(symbol),
        ImportSymbol { Target: TypeSymbol symbol } => Declared(symbol),
        not null => new AnyNode(),
        null => BuiltIn(name.Name.Text),
    };

    private static TypeNode Declared(TypeSymbol symbol) => symbol.Model.Cyclic.Contains(symbol) ? new AnyNode() : (symbol.Shape ??= Of(symbol.Model, symbol.Syntax.Value, symbol.Decorators)).Node;

    private static TypeNode BuiltIn(string name) => name switch
    {
        "string" => new StringNode(null, null, null, false),
        "int" => new IntegerNode(null, null),
        "bool" => new BooleanNode(),
        "object" => new ObjectNode("object", new Dictionary<string, TypeProperty>(), new TypeReference(new AnyNode())),
        "array" => new ArrayNode(new TypeReference(new AnyNode()), null, null),
        _ => new AnyNode(),
    };

    private static TypeNode Literal(ExpressionSyntax literal) => literal switch
    {
        StringSyntax { Literal: { } text } => new LiteralNode(text),
        StringSyntax => new StringNode(null, null, null, false),
        BooleanSyntax boolean => new BooleanLiteralNode(boolean.Value),
        UnarySyntax { Operator: TokenKind.Exclamation, Operand: BooleanSyntax boolean } => new BooleanLiteralNode(!boolean.Value),
        IntegerSyntax { Value: <= long.MaxValue } integer => new IntegerLiteralNode((long)integer.Value),
        UnarySyntax { Operator: TokenKind.Minus, Operand: IntegerSyntax { Value: <= long.MaxValue } integer } => new IntegerLiteralNode(-(long)integer.Value),
        NullSyntax => new NullNode(),
        _ => new AnyNode(),
    };

    private static ObjectNode Object(FileModel model, ObjectTypeSyntax value)
    {
        var properties = new Dictionary<string, TypeProperty>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in value.Properties.Where(property => property is { IsAdditional: false, KeyText: not null }))
        {
            var isOptional = property.Type is NullableTypeSyntax;
            properties[property.KeyText!] = new TypeProperty(property.KeyText!, isOptional ? TypePropertyFlags.None : TypePropertyFlags.Required, Of(model, property.Type, property.Decorators));
        }

        return new ObjectNode("object", properties, value.Additional is { } additional ? Of(model, additional.Type, additional.Decorators) : null);
    }

    private static TypeNode Access(FileModel model, TypeAccessSyntax access)
    {
        if (access.Receiver is TypeNameSyntax name && access.Selector is Token member)
        {
            switch (model.SymbolOf(name))
            {
                case WildcardSymbol { Target: { } source }:
                    return source.Names.GetValueOrDefault(member.Text) is TypeSymbol { IsExported: true } exported ? Declared(exported) : new AnyNode();
                case null when name.Name.Text == "sys":
                    return BuiltIn(member.Text);
            }
        }

        return Part(Make(model, access.Receiver), access);
    }

    /// <summary>The part of a type that an access names; any when there is none.</summary>
    public static TypeNode Part(TypeNode receiver, TypeAccessSyntax access) => (receiver, access.Selector) switch
    {
        (ObjectNode node, Token) when access.IsAll => node.Additional?.Node ?? new AnyNode(),
        (ObjectNode node, Token property) => Shapes.Member(node, property.Text).Shape ?? new AnyNode(),
        (ArrayNode node, _) when access.IsItem => node.Item.Node,
        (TupleNode node, IntegerSyntax index) when index.Value < (ulong)node.Items.Count => node.Items[(int)index.Value].Node,
        _ => new AnyNode(),
    };

    private static TypeNode Constrain(TypeNode node, IReadOnlyList<DecoratorSyntax> decorators)
    {
        foreach (var decorator in decorators)
        {
            var argument = decorator.Arguments.Count > 0 ? decorator.Arguments[0] : null;
            node = (decorator.Name, node) switch
            {
                ("allowed", _) when argument is ArraySyntax values => Allowed(values, node),
                ("minLength", StringNode text) => text with { MinLength = Number(argument) },
                ("maxLength", StringNode text) => text with { MaxLength = Number(argument) },
                ("minLength", ArrayNode array) => array with { MinLength = Number(argument) },
                ("maxLength", ArrayNode array) => array with { MaxLength = Number(argument) },
                ("minValue", IntegerNode number) => number with { Minimum = Number(argument) },
                ("maxValue", IntegerNode number) => number with { Maximum = Number(argument) },
                ("secure", StringNode text) => text with { Sensitive = true },
                ("sealed", ObjectNode value) => value with { Additional = value.Additional?.Node is AnyNode ? null : value.Additional },
                ("discriminator", UnionNode union) when argument is StringSyntax { Literal: { } name } => Discriminate(union, name),
                _ => node,
            };
        }

        return node;
    }

    // A list that is wrong in itself is reported where it stands, and holds nothing back.
    private static TypeNode Allowed(ArraySyntax values, TypeNode node)
    {
        var kind = Shapes.Kind(node);
        if (values.Items.Count == 0 || (kind is "string" or "int" or "bool" && values.Items.Any(item => Shapes.Kind(Literal(item)) is var found && found != "any" && found != kind)))
        {
            return node;
        }

        var allowed = new UnionNode([.. values.Items.Select(item => new TypeReference(() => Literal(item)))]);
        return node is ArrayNode ? new ArrayNode(new TypeReference(allowed), null, null) : allowed;
    }

    private static TypeNode Discriminate(UnionNode union, string name)
    {
        var variants = new Dictionary<string, TypeReference>(StringComparer.OrdinalIgnoreCase);
        var isNullable = false;
        foreach (var element in Shapes.Flatten(union))
        {
            isNullable |= element is NullNode;
            if (element is ObjectNode node && node.Properties.TryGetValue(name, out var property) && property.Type.Node is LiteralNode literal)
            {
                variants[literal.Text] = new TypeReference(element);
            }

            foreach (var (value, variant) in element is DiscriminatedNode discriminated && discriminated.Discriminator == name ? discriminated.Variants : new Dictionary<string, TypeReference>())
            {
                variants[value] = variant;
            }
        }

        TypeNode result = variants.Count == 0 ? new AnyNode() : new DiscriminatedNode("object", name, new Dictionary<string, TypeProperty>(), variants);
        return isNullable ? new UnionNode([new TypeReference(result), new TypeReference(new NullNode())]) : result;
    }

    private static long? Number(ExpressionSyntax? argument) => argument is null ? null : Literal(argument) is IntegerLiteralNode number ? number.Value : null;
}
