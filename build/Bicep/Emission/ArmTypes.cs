using System.Text.Json.Nodes;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Emission;

/// <summary>Writes types as ARM's schemas, with the constraints of their decorators.</summary>
internal sealed class ArmTypes(ArmExpressions expressions, EmissionNames names)
{
    private FileModel Model => expressions.Model;

    public JsonObject Schema(TypeSyntax type, IReadOnlyList<DecoratorSyntax> decorators)
    {
        var discriminator = decorators.FirstOrDefault(decorator => decorator.Name == "discriminator")?.Arguments is [StringSyntax { Literal: { } name }] ? name : null;
        var schema = discriminator is null ? Base(type) : Discriminated(type, discriminator);
        foreach (var decorator in decorators)
        {
            Apply(schema, decorator);
        }

        // A description counts more than what other metadata say of it.
        if (decorators.FirstOrDefault(decorator => decorator.Name == "description") is { } description)
        {
            Apply(schema, description);
        }

        return schema;
    }

    private JsonObject Base(TypeSyntax type)
    {
        switch (type)
        {
            case NullableTypeSyntax nullable:
                var inner = Base(nullable.Type);
                inner["nullable"] = true;
                return inner;
            case NonNullTypeSyntax forgiven:
                var outer = Base(forgiven.Type);
                outer["nullable"] = false;
                return outer;
            case ParenthesizedTypeSyntax parenthesized:
                return Base(parenthesized.Type);
            case ArrayTypeSyntax array when Mixed(DeclaredTypes.Of(Model, array.Item, []).Node) is { } values:
                return new JsonObject { ["type"] = "array", ["allowedValues"] = values };
            case ArrayTypeSyntax array:
                return new JsonObject { ["type"] = "array", ["items"] = Base(array.Item) };
            case TupleTypeSyntax tuple:
                return new JsonObject { ["type"] = "array", ["prefixItems"] = new JsonArray([.. tuple.Items.Select(item => (JsonNode)Schema(item.Type, item.Decorators))]), ["items"] = false };
            case ObjectTypeSyntax value:
                return Object(value);
            case TypeNameSyntax name when Declared(name) is { } symbol:
                return new JsonObject { ["$ref"] = $"#/definitions/{names.Of(symbol)}" };
            case TypeAccessSyntax { Receiver: TypeNameSyntax file, Selector: Token member } when Model.SymbolOf(file) is WildcardSymbol { Target: { } source } && source.Names.GetValueOrDefault(member.Text) is TypeSymbol imported:
                return new JsonObject { ["$ref"] = $"#/definitions/{names.Of(imported)}" };
            case ParameterizedTypeSyntax or TypeAccessSyntax when DerivedTypes.Pointer(type) is { } pointer:
                return Derived(type, pointer);
            default:
                return Simple(DeclaredTypes.Of(Model, type, []).Node);
        }
    }

    // ARM knows the types of resources itself: a schema says which kind it is, and where the type is.
    private JsonObject Derived(TypeSyntax type, string pointer)
    {
        var origin = new JsonObject { ["source"] = pointer };
        if (DerivedTypes.IsOutput(type))
        {
            origin["output"] = true;
        }

        return new JsonObject
        {
            ["type"] = Shapes.Kind(Shapes.WithoutNull(DerivedTypes.Nearest(Model, type))) is not "any" and var kind ? kind : "object",
            ["metadata"] = new JsonObject { ["__bicep_resource_derived_type!"] = origin },
        };
    }

    private TypeSymbol? Declared(TypeNameSyntax name) => Model.SymbolOf(name) switch
    {
        TypeSymbol symbol => symbol,
        ImportSymbol { Target: TypeSymbol symbol } => symbol,
        _ => null,
    };

    private JsonObject Object(ObjectTypeSyntax value)
    {
        var schema = new JsonObject { ["type"] = "object" };
        var properties = new JsonObject();
        foreach (var property in value.Properties.Where(property => property is { IsAdditional: false, KeyText: not null }))
        {
            properties[property.KeyText!] = Schema(property.Type, property.Decorators);
        }

        if (properties.Count > 0)
        {
            schema["properties"] = properties;
        }

        if (value.Additional is { } additional)
        {
            schema["additionalProperties"] = Schema(additional.Type, additional.Decorators);
        }

        return schema;
    }

    private JsonObject Discriminated(TypeSyntax type, string name)
    {
        switch (type)
        {
            case NullableTypeSyntax nullable:
                var schema = Discriminated(nullable.Type, name);
                schema["nullable"] = true;
                return schema;
            case NonNullTypeSyntax forgiven:
                var inner = Discriminated(forgiven.Type, name);
                inner["nullable"] = false;
                return inner;
            case ParenthesizedTypeSyntax parenthesized:
                return Discriminated(parenthesized.Type, name);
            case UnionTypeSyntax:
                var mapping = new JsonObject();
                AddVariants(type, name, mapping);
                return new JsonObject { ["type"] = "object", ["discriminator"] = new JsonObject { ["propertyName"] = name, ["mapping"] = mapping } };
            default:
                return Base(type);
        }
    }

    private void AddVariants(TypeSyntax type, string name, JsonObject mapping)
    {
        switch (type)
        {
            case UnionTypeSyntax union:
                foreach (var member in union.Members)
                {
                    AddVariants(member, name, mapping);
                }

                break;
            case ParenthesizedTypeSyntax inner:
                AddVariants(inner.Type, name, mapping);
                break;
            case TypeNameSyntax alias when Declared(alias) is { } symbol && DeclaredTypes.Of(Model, type, []).Node is DiscriminatedNode:
                new ArmTypes(symbol.Model == Model ? expressions : new ArmExpressions(symbol.Model, names), names).AddVariants(symbol.Syntax.Value, name, mapping);
                break;
            default:
                if (DeclaredTypes.Of(Model, type, []).Node is ObjectNode node && node.Properties.TryGetValue(name, out var property) && property.Type.Node is LiteralNode literal)
                {
                    mapping[literal.Text] = Base(type);
                }

                break;
        }
    }

    /// <summary>The values of a union of literals that are of several kinds, or may be null, which only an array of them can allow.</summary>
    private static JsonArray? Mixed(TypeNode item)
    {
        if (item is not UnionNode union || !Shapes.IsLiteral(item))
        {
            return null;
        }

        var members = Shapes.Flatten(union).ToList();
        return members.Exists(member => member is NullNode) || members.Select(Shapes.Kind).Distinct().Count() > 1 ? Values(members) : null;
    }

    // Literals that leave a choice within them are more values than are written down.
    private static JsonArray? Values(List<TypeNode> literals) =>
        literals.TrueForAll(IsSingle) ? new JsonArray([.. literals.Select(Value).DistinctBy(value => value?.ToJsonString())]) : null;

    private static bool IsSingle(TypeNode literal) => literal switch
    {
        TupleNode tuple => tuple.Items.All(item => IsSingle(item.Node)),
        ObjectNode value => value.Properties.Values.All(property => IsSingle(property.Type.Node)),
        _ => literal is not UnionNode,
    };

    private static JsonNode? Value(TypeNode literal) => literal switch
    {
        LiteralNode text => ArmExpressions.Literal(text.Text),
        IntegerLiteralNode number => number.Value,
        BooleanLiteralNode boolean => boolean.Value,
        TupleNode tuple => new JsonArray([.. tuple.Items.Select(item => Value(item.Node))]),
        ObjectNode value => new JsonObject(value.Properties.Values.Select(property => KeyValuePair.Create(property.Name, Value(property.Type.Node)))),
        _ => null,
    };

    private static JsonObject Simple(TypeNode node) => node switch
    {
        LiteralNode literal => new JsonObject { ["type"] = "string", ["allowedValues"] = new JsonArray(literal.Text) },
        IntegerLiteralNode literal => new JsonObject { ["type"] = "int", ["allowedValues"] = new JsonArray(literal.Value) },
        BooleanLiteralNode literal => new JsonObject { ["type"] = "bool", ["allowedValues"] = new JsonArray(literal.Value) },
        UnionNode union => Union(union),
        _ => Shapes.Kind(node) is not "any" and var kind ? new JsonObject { ["type"] = kind } : [],
    };

    private static JsonObject Union(UnionNode union)
    {
        var members = Shapes.Flatten(union).ToList();
        var isNullable = members.RemoveAll(member => member is NullNode) > 0;
        var kind = members.Select(Shapes.Kind).Distinct().ToList() is [var only] ? only : "any";
        var schema = kind == "any" ? [] : new JsonObject { ["type"] = kind };
        if (members.Count > 0 && members.TrueForAll(Shapes.IsLiteral) && Values(members) is { } values)
        {
            schema["allowedValues"] = values;
        }

        if (isNullable)
        {
            schema["nullable"] = true;
        }

        return schema;
    }

    private void Apply(JsonObject schema, DecoratorSyntax decorator)
    {
        var argument = decorator.Arguments.Count > 0 ? decorator.Arguments[0] : null;
        switch (decorator.Name)
        {
            case "allowed" when argument is not null:
                schema["allowedValues"] = expressions.Json(argument);
                break;
            case "minLength" or "maxLength" or "minValue" or "maxValue" when argument is not null:
                schema[decorator.Name] = expressions.Json(argument);
                break;
            case "secure":
                schema["type"] = (string?)schema["type"] == "object" ? "secureObject" : "securestring";
                break;
            case "description" when argument is not null:
                Metadata(schema)["description"] = expressions.Json(argument);
                break;
            case "metadata" when argument is ObjectSyntax value:
                foreach (var (name, node) in expressions.Object(value.Properties).ToList())
                {
                    Metadata(schema)[name] = node?.DeepClone();
                }

                break;
            case "sealed":
                schema["additionalProperties"] = false;
                break;
            case "export":
                Metadata(schema)["__bicep_export!"] = true;
                break;
        }
    }

    private static JsonObject Metadata(JsonObject schema)
    {
        if (schema["metadata"] is not JsonObject metadata)
        {
            schema["metadata"] = metadata = [];
        }

        return metadata;
    }
}
