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
        var schema = Base(type);
        foreach (var decorator in decorators)
        {
            Apply(schema, decorator);
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
                return Base(forgiven.Type);
            case ParenthesizedTypeSyntax parenthesized:
                return Base(parenthesized.Type);
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
            default:
                return Simple(DeclaredTypes.Of(Model, type, []).Node);
        }
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
        var members = union.Elements.Select(element => element.Node).ToList();
        var isNullable = members.RemoveAll(member => member is NullNode) > 0;
        var kind = members.Select(Shapes.Kind).Distinct().ToList() is [var only] ? only : "any";
        var schema = kind == "any" ? [] : new JsonObject { ["type"] = kind };
        var values = members.Select(member => member switch
        {
            LiteralNode literal => (JsonNode?)literal.Text,
            IntegerLiteralNode literal => literal.Value,
            BooleanLiteralNode literal => literal.Value,
            _ => null,
        }).ToList();
        if (values.Count > 0 && values.TrueForAll(value => value is not null))
        {
            schema["allowedValues"] = new JsonArray([.. values]);
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
