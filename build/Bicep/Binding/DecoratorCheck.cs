using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Binding;

/// <summary>Which decorators may stand where, with which arguments.</summary>
internal static class DecoratorCheck
{
    /// <summary>Those that narrow a type; a union or another type has its own bounds.</summary>
    private static readonly string[] Constraints = ["allowed", "maxLength", "maxValue", "minLength", "minValue", "sealed"];

    /// <summary>Reports a decorator that there is not.</summary>
    public static void CheckName(FileModel model, DecoratorSyntax decorator)
    {
        var (name, isCall) = decorator.Expression switch
        {
            FunctionCallSyntax call => (call.Name, true),
            MethodCallSyntax call => (call.Name, true),
            VariableSyntax variable => (variable.Name, false),
            _ => (null, false),
        };
        if (name is null || name.IsMissing || (isCall && DecoratorNames.All.Contains(name.Text)))
        {
            return;
        }

        if (!isCall && (model.Names.ContainsKey(name.Text) || name.Text is "sys" or "az"))
        {
            model.Error("BCP141", "The expression cannot be used as a decorator as it is not callable.", name.Span);
        }
        else if (!isCall && (DecoratorNames.All.Contains(name.Text) || StandardLibrary.Find(name.Text) is not null))
        {
            model.Error("BCP063", $"The name \"{name.Text}\" is not a parameter, variable, resource or module.", name.Span);
        }
        else if (StandardLibrary.Find(name.Text) is not null || model.Names.GetValueOrDefault(name.Text) is FunctionSymbol)
        {
            model.Error("BCP152", $"Function \"{name.Text}\" cannot be used as a decorator.", name.Span);
        }
        else
        {
            var meant = Spelling.Suggest(name.Text, DecoratorNames.All);
            model.Error(meant is null ? "BCP057" : "BCP082", $"The name \"{name.Text}\" does not exist in the current context.{(meant is null ? "" : $" Did you mean \"{meant}\"?")}", decorator.Expression.Span);
        }
    }

    /// <summary>Reports all that is wrong with the decorators of a file beside their names.</summary>
    public static void Report(FileModel model)
    {
        foreach (var statement in model.Syntax.Statements)
        {
            Check(model, statement, statement.Decorators, TypeOf(statement));
        }

        foreach (var metadata in model.Syntax.Statements.OfType<MetadataSyntax>().Where(metadata => !Names(model, metadata.Value)))
        {
            Constants.Check(model, metadata.Value);
        }

        foreach (var resource in model.Resources.Where(resource => resource.Container is not null))
        {
            Check(model, resource.Syntax, resource.Decorators, null);
        }

        new TypeMembers(model).Visit(model.Syntax);
    }

    // A name there is not has its own error.
    private static bool Names(FileModel model, ExpressionSyntax value) => value is VariableSyntax && model.SymbolOf(value) is null;

    private static TypeSyntax? TypeOf(StatementSyntax statement) => statement switch
    {
        ParameterSyntax parameter => parameter.Type,
        OutputSyntax output => output.Type,
        TypeDeclarationSyntax type => type.Value,
        _ => null,
    };

    private static void Check(FileModel model, SyntaxNode target, IReadOnlyList<DecoratorSyntax> decorators, TypeSyntax? type)
    {
        CheckBounds(model, decorators, "minLength", "maxLength");
        CheckBounds(model, decorators, "minValue", "maxValue");
        var kind = type is null ? "any" : Shapes.Kind(DeclaredTypes.Of(model, type is NullableTypeSyntax nullable ? nullable.Type : type, []).Node);
        foreach (var decorator in decorators.Where(decorator => DecoratorNames.All.Contains(decorator.Name)))
        {
            if (decorators.Count(other => other.Name == decorator.Name) > 1)
            {
                model.Error("BCP166", $"Duplicate \"{decorator.Name}\" decorator.", decorator.Span);
            }

            if (DecoratorNames.WrongTarget(decorator.Name, target) is var (code, place))
            {
                model.Error(code, $"Function \"{decorator.Name}\" cannot be used as a {place} decorator.", NameOf(decorator));
            }
            else if (CheckArguments(model, decorator))
            {
                CheckLoop(model, decorator, target);
                CheckType(model, decorator, kind, type);
            }
        }
    }

    private static void CheckBounds(FileModel model, IReadOnlyList<DecoratorSyntax> decorators, string minimum, string maximum)
    {
        var (low, high) = (decorators.FirstOrDefault(decorator => decorator.Name == minimum), decorators.FirstOrDefault(decorator => decorator.Name == maximum));
        if (low is not null && high is not null && Constants.NumberOf(low.Arguments) is { } least && Constants.NumberOf(high.Arguments) is { } most && least > most)
        {
            model.Error("BCP331", $"A type's \"{minimum}\" must be less than or equal to its \"{maximum}\", but a minimum of {least} and a maximum of {most} were specified.", low.Span);
        }
    }

    private static TextSpan NameOf(DecoratorSyntax decorator) => decorator.Expression switch
    {
        FunctionCallSyntax call => call.Name.Span,
        MethodCallSyntax call => call.Name.Span,
        var other => other.Span,
    };

    private static TextSpan ArgumentsOf(DecoratorSyntax decorator) => decorator.Expression switch
    {
        FunctionCallSyntax call => call.ArgumentList.Span,
        MethodCallSyntax call => call.ArgumentList.Span,
        var other => other.Span,
    };

    private static bool CheckArguments(FileModel model, DecoratorSyntax decorator)
    {
        var (wanted, count) = (DecoratorNames.ArgumentOf(decorator.Name), decorator.Arguments.Count);
        if (wanted is null)
        {
            return true;
        }

        if (count != wanted.Length)
        {
            model.Error("BCP071", $"Expected {wanted.Length} argument{(wanted.Length == 1 ? "" : "s")}, but got {count}.", ArgumentsOf(decorator));
            return false;
        }

        if (count == 0 || !Constants.Check(model, decorator.Arguments[0]))
        {
            return count == 0;
        }

        var argument = decorator.Arguments[0];
        var kind = Constants.KindOf(argument);
        var name = wanted[0] switch { 's' => "string", 'i' => "int", 'a' => "array", _ => "object" };
        if (kind != name)
        {
            model.Error("BCP070", $"Argument of type \"{kind}\" is not assignable to parameter of type \"{name}\".", argument.Span);
            return false;
        }

        if (argument is ArraySyntax { Items.Count: 0 })
        {
            model.Error("BCP099", $"The \"{decorator.Name}\" array must contain one or more items.", argument.Span);
        }
        else if (decorator.Name is "minLength" or "maxLength" && argument is UnarySyntax { Operator: TokenKind.Minus })
        {
            model.Error("BCP168", "Length must not be a negative value.", argument.Span);
        }
        else if (decorator.Name == "batchSize" && Constants.NumberOf(decorator.Arguments) is < 1 and var size)
        {
            model.Error("BCP154", $"Expected a batch size of at least 1 but the specified value was \"{size}\".", argument.Span);
        }

        return true;
    }

    private static void CheckLoop(FileModel model, DecoratorSyntax decorator, SyntaxNode target)
    {
        if (decorator.Name == "batchSize" && (target is ResourceSyntax { Value: not (ForSyntax or SkippedSyntax) } || target is ModuleSyntax { Value: not (ForSyntax or SkippedSyntax) }))
        {
            model.Error("BCP155", "The decorator \"batchSize\" can only be attached to resource or module collections.", decorator.Span);
        }
    }

    private static void CheckType(FileModel model, DecoratorSyntax decorator, string kind, TypeSyntax? type)
    {
        var permitted = DecoratorNames.TypesOf(decorator.Name);
        if (kind != "any" && permitted.Count > 0 && !permitted.Contains(kind))
        {
            model.Error("BCP124", $"The decorator \"{decorator.Name}\" can only be attached to targets of type \"{string.Join(" | ", permitted)}\", but the target has type \"{kind}\".", decorator.Span);
        }
        else if (Constraints.Contains(decorator.Name) && Bare(type) is LiteralTypeSyntax or UnionTypeSyntax)
        {
            model.Error("BCP295", $"The '{decorator.Name}' decorator may not be used on targets of a union or literal type. The allowed values for this parameter or type definition will be derived from the union or literal type automatically.", decorator.Span);
        }
        else if (Constraints.Contains(decorator.Name) && Bare(type) is TypeNameSyntax alias && model.SymbolOf(alias) is TypeSymbol or ImportSymbol)
        {
            model.Error("BCP308", $"The decorator \"{decorator.Name}\" may not be used on statements whose declared type is a reference to a user-defined type.", decorator.Span);
        }
        else if (decorator.Name == "sealed" && type is ObjectTypeSyntax { Additional: not null })
        {
            model.Error("BCP316", "The \"sealed\" decorator may not be used on object types with an explicit additional properties type declaration.", decorator.Span);
        }
        else if (decorator.Name == "allowed" && kind is "string" or "int" or "bool" && decorator.Arguments[0] is ArraySyntax values)
        {
            foreach (var item in values.Items.Where(item => Constants.KindOf(item) is not "any" and var found && found != kind))
            {
                model.Error("BCP034", $"The enclosing array expected an item of type \"{kind}\", but the provided item was of type \"{Constants.KindOf(item)}\".", item.Span);
            }
        }
    }

    private static TypeSyntax? Bare(TypeSyntax? type) => type switch
    {
        NullableTypeSyntax nullable => Bare(nullable.Type),
        ParenthesizedTypeSyntax inner => Bare(inner.Type),
        _ => type,
    };

    private sealed class TypeMembers(FileModel model) : SyntaxWalker
    {
        public override void Visit(SyntaxNode node)
        {
            switch (node)
            {
                case TypePropertySyntax property:
                    Check(model, node, property.Decorators, property.Type);
                    break;
                case TupleItemSyntax item:
                    Check(model, node, item.Decorators, item.Type);
                    break;
            }

            base.Visit(node);
        }
    }
}
