using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>Works out what expressions are worth. What is wrong is reported where it stands, and is symbolic from there on.</summary>
internal sealed class ExpressionEvaluation(FileInstance file)
{
    private EvaluationSession Session => file.Session;

    public BicepValue Evaluate(ExpressionSyntax expression, Locals? locals)
    {
        Session.Step();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EvaluationLimitException("The template's expressions need each other too deeply.");
        }

        try
        {
            var value = Work(expression, locals);
            return value.Weight <= Arguments.MaximumSize ? value : throw new EvaluationException("The value would be too large.");
        }
        catch (EvaluationException error)
        {
            Session.Report(DiagnosticSeverity.Error, error.Code, error.Message, file.Model, expression.Span);
            return new SymbolicValue(TextOf(expression));
        }
    }

    private BicepValue Work(ExpressionSyntax expression, Locals? locals) => expression switch
    {
        BooleanSyntax boolean => new BooleanValue(boolean.Value),
        IntegerSyntax integer => integer.Value <= long.MaxValue ? new IntegerValue((long)integer.Value) : throw new EvaluationException("The integer is too large."),
        NullSyntax => BicepValue.Null,
        StringSyntax text => Interpolate(text, locals),
        ObjectSyntax members => Members(members, locals),
        ArraySyntax items => Items(items, locals),
        ParenthesizedSyntax inner => Evaluate(inner.Expression, locals),
        NonNullSyntax inner => Evaluate(inner.Operand, locals),
        VariableSyntax variable => Variable(variable, locals),
        UnarySyntax unary => Unary(unary, locals),
        BinarySyntax binary => Binary(binary, locals),
        TernarySyntax ternary => Ternary(ternary, locals),
        ForSyntax loop => Loop(loop, locals),
        FunctionCallSyntax call => Call(call, call.Name.Text, call.Arguments, locals),
        MethodCallSyntax call => Method(call, locals),
        PropertyAccessSyntax access => Property(access, locals),
        ArrayAccessSyntax access => Item(access, locals),
        ResourceAccessSyntax access => Nested(access),
        IfSyntax condition => Evaluate(condition.Body, locals),
        LambdaSyntax lambda => Lambda(lambda, locals),
        _ => new SymbolicValue(TextOf(expression)),
    };

    private string TextOf(SyntaxNode node) => string.Join(' ', file.Model.TextOf(node).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private BicepValue Interpolate(StringSyntax text, Locals? locals)
    {
        if (text.Literal is { } literal)
        {
            return new StringValue(literal);
        }

        var values = text.Expressions.Select(part => Evaluate(part, locals)).ToList();
        var isKnown = values.TrueForAll(value => !value.ContainsSymbolic);
        var result = new StringBuilder();
        for (var i = 0; i < text.Segments.Count; i++)
        {
            result.Append(isKnown ? text.Segments[i] : StringValue.Escape(text.Segments[i]));
            if (i < values.Count)
            {
                result.Append(isKnown || !values[i].ContainsSymbolic ? isKnown ? Arguments.PlainText(values[i]) : StringValue.Escape(Arguments.PlainText(values[i]))
                    : values[i] is SymbolicValue { IsInterpolation: true } inner ? inner.Expression[1..^1]
                    : $"${{{values[i]}}}");
            }

            if (result.Length > Arguments.MaximumSize)
            {
                throw new EvaluationException("The text would be too long.");
            }
        }

        return isKnown
            ? new StringValue(result.ToString())
            : new SymbolicValue($"'{result}'", values.Exists(value => value.ContainsSecret)) { Kind = "string", IsInterpolation = true };
    }

    private ObjectValue Members(ObjectSyntax syntax, Locals? locals)
    {
        var members = new List<BicepMember>();
        foreach (var node in syntax.Members)
        {
            if (node is SpreadSyntax spread)
            {
                var value = Evaluate(spread.Expression, locals);
                if (value.IsSymbolic)
                {
                    members.Add(new BicepMember("...", value, file.Model.SpotOf(spread.Span)));
                }
                else
                {
                    members.AddRange(value is ObjectValue or NullValue ? value.Members : throw new EvaluationException($"Only objects can be spread in an object, but this is of type \"{value.TypeName}\"."));
                }
            }
            else if (node is ObjectPropertySyntax property)
            {
                var name = property.KeyText ?? (property.Key is StringSyntax key ? ResourceInstance.Shown(Interpolate(key, locals)) : "");
                members.Add(new BicepMember(name, Evaluate(property.Value, locals), file.Model.SpotOf(property.Span)));
            }
        }

        return new ObjectValue(members);
    }

    private ArrayValue Items(ArraySyntax syntax, Locals? locals)
    {
        var items = new List<BicepItem>(syntax.Items.Count);
        foreach (var node in syntax.Items)
        {
            var spot = file.Model.SpotOf(node.Span);
            if (node is not SpreadSyntax spread)
            {
                items.Add(new BicepItem(Evaluate(node, locals), spot));
                continue;
            }

            var value = Evaluate(spread.Expression, locals);
            if (value.IsSymbolic)
            {
                items.Add(new BicepItem(new SymbolicValue($"...{value}", value.ContainsSecret), spot));
            }
            else
            {
                items.AddRange(value is ArrayValue ? value.Items : throw new EvaluationException($"Only arrays can be spread in an array, but this is of type \"{value.TypeName}\"."));
            }
        }

        return new ArrayValue(items);
    }

    private BicepValue Variable(VariableSyntax variable, Locals? locals) => file.Model.SymbolOf(variable) switch
    {
        LocalSymbol local => Locals.Find(locals, local) ?? new SymbolicValue(local.Name),
        { } symbol => file.ValueOf(symbol),
        null => new SymbolicValue(variable.Name.Text),
    };

    private BicepValue Unary(UnarySyntax unary, Locals? locals)
    {
        if (unary is { Operator: TokenKind.Minus, Operand: IntegerSyntax { Value: 1UL << 63 } })
        {
            return new IntegerValue(long.MinValue);
        }

        var operand = Evaluate(unary.Operand, locals);
        return (unary.Operator, operand) switch
        {
            (_, { IsSymbolic: true }) => new SymbolicValue($"{unary.Children[0]}{operand}", operand.ContainsSecret) { Kind = unary.Operator == TokenKind.Exclamation ? "bool" : "int" },
            (TokenKind.Exclamation, BooleanValue boolean) => new BooleanValue(!boolean.Value),
            (TokenKind.Minus, IntegerValue integer) => new IntegerValue(integer.Value == long.MinValue ? throw new EvaluationException("The integer is too large.") : -integer.Value),
            (TokenKind.Plus, IntegerValue) => operand,
            _ => throw new EvaluationException($"Cannot apply operator \"{unary.Children[0]}\" to operand of type \"{operand.TypeName}\".", "BCP044"),
        };
    }

    private BicepValue Binary(BinarySyntax binary, Locals? locals)
    {
        var left = Evaluate(binary.Left, locals);
        switch (binary.Operator, left)
        {
            case (TokenKind.And, BooleanValue { Value: false }) or (TokenKind.Or, BooleanValue { Value: true }):
                return left;
            case (TokenKind.QuestionQuestion, NullValue):
                return Evaluate(binary.Right, locals);
            case (TokenKind.QuestionQuestion, { IsSymbolic: false }):
                return left;
        }

        return Operators.Apply(binary.Operator, binary.OperatorToken.Text, left, Evaluate(binary.Right, locals));
    }

    private BicepValue Ternary(TernarySyntax ternary, Locals? locals)
    {
        var condition = Evaluate(ternary.Condition, locals);
        if (condition is BooleanValue known)
        {
            return Evaluate(known.Value ? ternary.WhenTrue : ternary.WhenFalse, locals);
        }

        if (!condition.IsSymbolic)
        {
            throw new EvaluationException($"The condition must be of type \"bool\" but it is of type \"{condition.TypeName}\".", "BCP046");
        }

        var whenTrue = Evaluate(ternary.WhenTrue, locals);
        var whenFalse = Evaluate(ternary.WhenFalse, locals);
        return whenTrue.Equals(whenFalse)
            ? whenTrue
            : new SymbolicValue($"{condition} ? {whenTrue} : {whenFalse}", whenTrue.ContainsSecret || whenFalse.ContainsSecret)
            {
                Alternatives = [whenTrue, whenFalse],
                Kind = whenTrue.TypeName == whenFalse.TypeName ? whenTrue.TypeName : "any",
            };
    }

    private BicepValue Loop(ForSyntax loop, Locals? locals)
    {
        var isKnown = true;
        var items = new List<BicepItem>();
        foreach (var (inner, label) in file.Turns(loop, locals, ""))
        {
            isKnown &= label != "[*]";
            if (loop.Body is IfSyntax filter && Evaluate(filter.Condition, inner) is BooleanValue { Value: false })
            {
                continue;
            }

            items.Add(new BicepItem(Evaluate(loop.Body, inner), file.Model.SpotOf(loop.Body.Span)));
        }

        var array = new ArrayValue(items);
        return isKnown ? array : new SymbolicValue(TextOf(loop), array.ContainsSecret) { Kind = "array", Alternatives = [array] };
    }

    private LambdaValue Lambda(LambdaSyntax lambda, Locals? locals) => new(TextOf(lambda), lambda.Variables.Count, arguments =>
    {
        var inner = locals;
        for (var i = 0; i < lambda.Variables.Count; i++)
        {
            if (file.Model.SymbolOf(lambda.Variables[i]) is LocalSymbol symbol)
            {
                inner = new Locals(symbol, i < arguments.Count ? arguments[i] : BicepValue.Null, inner);
            }
        }

        return Evaluate(lambda.Body, inner);
    });

    private BicepValue Call(SyntaxNode call, string name, IReadOnlyList<ExpressionSyntax> arguments, Locals? locals)
    {
        if (file.Model.SymbolOf(call) is { } declared)
        {
            return Declared(declared, name, [.. arguments.Select(argument => Evaluate(argument, locals))]);
        }

        if (name == "nameof" && arguments.Count == 1)
        {
            return new StringValue(arguments[0] switch { VariableSyntax variable => variable.Name.Text, PropertyAccessSyntax access => access.Name.Text, _ => "" });
        }

        return StandardLibrary.Find(name) is { } function
            ? BuiltIn(function, [.. arguments.Select(argument => Evaluate(argument, locals))])
            : new SymbolicValue(TextOf(call));
    }

    private BicepValue Declared(Symbol symbol, string name, BicepValue[] arguments)
    {
        var function = symbol switch { FunctionSymbol own => own, ImportSymbol import => import.Target as FunctionSymbol, _ => null };
        if (function?.Syntax.Lambda is not { } lambda)
        {
            return new SymbolicValue($"{name}({string.Join<BicepValue>(", ", arguments)})");
        }

        if (arguments.Length != lambda.Variables.Count)
        {
            throw new EvaluationException($"Expected {lambda.Variables.Count} argument{(lambda.Variables.Count == 1 ? "" : "s")}, but got {arguments.Length}.", "BCP071");
        }

        var home = function.Model == file.Model ? file : Session.Library(function.Model, file.Scope);
        Locals? locals = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (function.Model.SymbolOf(lambda.Variables[i]) is LocalSymbol variable)
            {
                locals = new Locals(variable, arguments[i], locals);
            }
        }

        return home.Evaluate(lambda.Body, locals);
    }

    private BicepValue BuiltIn(FunctionInfo function, BicepValue[] arguments)
    {
        var isUnknown = function.Body is null || function.Kind switch
        {
            FunctionKind.Shallow => function.Name is not ("any" or "concat") && Array.Exists(arguments, argument => argument.IsSymbolic),
            _ => Array.Exists(arguments, argument => argument.ContainsSymbolic),
        };
        if (!isUnknown)
        {
            return arguments.Length >= function.Minimum
                ? function.Body!(new Arguments(function.Name, arguments, file.Host))
                : new SymbolicValue($"{function.Name}({string.Join<BicepValue>(", ", arguments)})");
        }

        return new SymbolicValue(
            $"{function.Name}({string.Join<BicepValue>(", ", arguments)})",
            function.Kind == FunctionKind.Secret || Array.Exists(arguments, argument => argument.ContainsSecret))
        {
            Kind = function.Returns,
        };
    }

    private BicepValue Method(MethodCallSyntax call, Locals? locals)
    {
        var symbol = call.Receiver is VariableSyntax variable ? file.Model.SymbolOf(variable) : null;
        if (symbol is NamespaceSymbol or WildcardSymbol)
        {
            return Call(call, call.Name.Text, call.Arguments, locals);
        }

        var receiver = Evaluate(call.Receiver, locals);
        var arguments = call.Arguments.Select(argument => Evaluate(argument, locals));
        var isSecret = call.Name.Text is "getSecret" || StandardLibrary.IsListFunction(call.Name.Text);
        return new SymbolicValue($"{receiver}.{call.Name.Text}({string.Join(", ", arguments)})", isSecret) { Kind = call.Name.Text == "getSecret" ? "string" : "any" };
    }

    private BicepValue Property(PropertyAccessSyntax access, Locals? locals)
    {
        var name = access.Name.Text;
        if (access.Receiver is VariableSyntax variable && file.Model.SymbolOf(variable) is WildcardSymbol wildcard)
        {
            return wildcard.Target?.Names.GetValueOrDefault(name) is DeclaredSymbol { IsExported: true } exported
                ? Session.Library(wildcard.Target, file.Scope).ValueOf(exported)
                : throw new EvaluationException($"The imported file does not export \"{name}\".", "BCP360");
        }

        var receiver = Evaluate(access.Receiver, locals);
        return Member(receiver, name, access);
    }

    private BicepValue Member(BicepValue receiver, string name, PropertyAccessSyntax access) => receiver switch
    {
        ResourceValue resource => ResourceMembers.Of(resource, name, Session.Types) ?? throw Missing(resource.Instance.Symbol.Type, name, ResourceMembers.Names),
        ModuleValue module => OfModule(module, name),
        SymbolicValue symbolic => Symbolic(symbolic, name, access),
        ObjectValue members => members[name] ?? (access.IsSafe || members["..."] is not null ? Absent(members, name) : throw Missing("object", name, members.Members.Select(member => member.Name))),
        NullValue when access.IsSafe => receiver,
        NullValue => throw new EvaluationException($"The value is null: it has no property \"{name}\". Use \".?\" where it may be null.", "BCP187"),
        _ => throw new EvaluationException($"Cannot access properties of type \"{receiver.TypeName}\". An \"object\" type is required.", "BCP055"),
    };

    private static BicepValue Absent(ObjectValue members, string name) =>
        members["..."] is { } rest ? new SymbolicValue($"{rest}.{name}", rest.ContainsSecret) : BicepValue.Null;

    private static EvaluationException Missing(string type, string name, IEnumerable<string> names)
    {
        var known = names.ToList();
        var meant = Spelling.Suggest(name, known);
        return meant is null
            ? new EvaluationException($"The type \"{type}\" does not contain property \"{name}\".{(known.Count is > 0 and < 30 ? $" Available properties include \"{string.Join("\", \"", known.Order(StringComparer.OrdinalIgnoreCase))}\"." : "")}", "BCP053")
            : new EvaluationException($"The type \"{type}\" does not contain property \"{name}\". Did you mean \"{meant}\"?", "BCP083");
    }

    private SymbolicValue Symbolic(SymbolicValue receiver, string name, PropertyAccessSyntax access)
    {
        var (shape, isKnown) = Shapes.Member(receiver.Shape, name);
        if (!isKnown)
        {
            var names = Shapes.Names(receiver.Shape).ToList();
            var error = Missing("object", name, names);
            Session.Report(DiagnosticSeverity.Warning, error.Code, error.Message, file.Model, access.Name.Span);
        }

        return new SymbolicValue($"{receiver}{(access.IsSafe ? ".?" : ".")}{name}", receiver.IsSecret) { Shape = shape, Kind = Shapes.Kind(shape) };
    }

    private static BicepValue OfModule(ModuleValue module, string name) => name switch
    {
        "name" => module.Instance.Name,
        "id" => new StringValue(module.Instance.Id),
        "outputs" => new ModuleOutputs(module.Instance).Value,
        _ => throw Missing("module", name, ["name", "id", "outputs"]),
    };

    private BicepValue Item(ArrayAccessSyntax access, Locals? locals)
    {
        var receiver = Evaluate(access.Receiver, locals);
        var index = Evaluate(access.Index, locals);
        switch (receiver, index)
        {
            case (NullValue, _) when access.IsSafe:
                return receiver;
            case ({ IsSymbolic: true }, _) or (_, { IsSymbolic: true }):
                var shape = receiver is SymbolicValue { Shape: ArrayNode array } ? array.Item.Node : null;
                return new SymbolicValue($"{receiver}{(access.IsSafe ? "[?" : "[")}{index}]", receiver.ContainsSecret) { Shape = shape, Kind = Shapes.Kind(shape) };
            case (ArrayValue items, IntegerValue position):
                if (items.Items is [{ Value: ReferenceValue reference }] && reference.Text.EndsWith("[*]", StringComparison.Ordinal))
                {
                    return reference;
                }

                var at = access.FromEnd ? items.Items.Count - position.Value : position.Value;
                return at >= 0 && at < items.Items.Count ? items.Items[(int)at].Value
                    : access.IsSafe ? BicepValue.Null
                    : throw new EvaluationException($"The index {position.Value} is outside of an array of {items.Items.Count} items.", "BCP311");
            case (ObjectValue members, StringValue name):
                return members[name.Value] ?? (access.IsSafe || members["..."] is not null ? Absent(members, name.Value) : throw Missing("object", name.Value, members.Members.Select(member => member.Name)));
            case (ArrayValue, _):
                throw new EvaluationException($"Arrays are indexed by integers, but the index is of type \"{index.TypeName}\".", "BCP074");
            case (ObjectValue, _):
                throw new EvaluationException($"Objects are indexed by strings, but the index is of type \"{index.TypeName}\".", "BCP075");
            case (ResourceValue resource, StringValue name):
                return ResourceMembers.Of(resource, name.Value, Session.Types) ?? throw Missing(resource.Instance.Symbol.Type, name.Value, ResourceMembers.Names);
            default:
                throw new EvaluationException($"Cannot index over expression of type \"{receiver.TypeName}\". Indexing is only supported for arrays and objects.", "BCP076");
        }
    }

    private BicepValue Nested(ResourceAccessSyntax access) => file.Model.SymbolOf(access) is { } symbol ? file.ValueOf(symbol) : new SymbolicValue(TextOf(access));
}
