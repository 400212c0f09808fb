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
    private const int MostNames = 30;

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
            return value.Weight <= Arguments.MaximumSize ? value : throw new EvaluationException("The value would be too large.", "limit");
        }
        catch (EvaluationException error)
        {
            Report(error, expression);
            return SymbolicValue.Broken(TextOf(expression));
        }
    }

    // What the values of the moment make impossible is no error of the file: of functions it is told, of sums it is not.
    private void Report(EvaluationException error, ExpressionSyntax expression)
    {
        if (!Session.IsAbstract || error.Code != EvaluationException.OfValues)
        {
            var argument = error.Argument is { } index && expression is FunctionCallSyntax call && index < call.Arguments.Count ? call.Arguments[index] : expression;
            Session.Report(DiagnosticSeverity.Error, error.Code, error.Message, file.Model, (error.At ?? argument).Span);
        }
        else if (expression is FunctionCallSyntax or MethodCallSyntax)
        {
            Session.Report(DiagnosticSeverity.Warning, "BCP234", error.Message, file.Model, expression.Span);
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
        NonNullSyntax inner => Present(Evaluate(inner.Operand, locals)),
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
        _ => SymbolicValue.Broken(TextOf(expression)),
    };

    private static BicepValue Present(BicepValue value) => value is SymbolicValue symbolic ? symbolic.WithoutNull() : value;

    private string TextOf(SyntaxNode node) => string.Join(' ', file.Model.TextOf(node).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private BicepValue Interpolate(StringSyntax text, Locals? locals)
    {
        if (text.Literal is { } literal)
        {
            return new StringValue(literal);
        }

        var values = text.Expressions.Select(part => Evaluate(part, locals)).ToList();
        if (values.Exists(value => value.IsBroken))
        {
            return SymbolicValue.Broken(TextOf(text));
        }

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
                throw new EvaluationException("The text would be too long.", "limit");
            }
        }

        return isKnown
            ? new StringValue(result.ToString())
            : new SymbolicValue($"'{result}'", values.Exists(value => value.ContainsSecret)) { Kind = "string", IsInterpolation = true, Shape = Session.IsAbstract ? Lengths.Of(text.Segments, values) : null };
    }

    private ObjectValue Members(ObjectSyntax syntax, Locals? locals)
    {
        var members = new List<BicepMember>();
        foreach (var node in syntax.Members)
        {
            if (node is SpreadSyntax spread)
            {
                var value = Evaluate(spread.Expression, locals);
                if (value.IsSymbolic && (value.IsBroken || value.TypeName is "object" or "any" or "null"))
                {
                    members.Add(new BicepMember("...", value, file.Model.SpotOf(spread.Span)));
                }
                else
                {
                    members.AddRange(value is ObjectValue or NullValue ? value.Members : throw NoSpread("object", spread));
                }
            }
            else if (node is ObjectPropertySyntax property)
            {
                var name = property.KeyText ?? (property.Key is StringSyntax key ? ResourceInstance.Shown(Interpolate(key, locals)) : "");
                members.Add(new BicepMember(name, Evaluate(property.Value, locals), file.Model.SpotOf(property.Span)) { IsUnchecked = IsAny(property.Value) });
            }
        }

        return new ObjectValue(members);
    }

    private static EvaluationException NoSpread(string wanted, SpreadSyntax spread) =>
        new($"The spread operator \"...\" can only be used in this context for an expression assignable to type \"{wanted}\".", "BCP402") { At = spread };

    private static bool IsAny(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedSyntax inner => IsAny(inner.Expression),
        FunctionCallSyntax { Name.Text: "any" } or MethodCallSyntax { Name.Text: "any", Receiver: VariableSyntax { Name.Text: "sys" } } => true,
        _ => false,
    };

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
            if (value.IsSymbolic && (value.IsBroken || value.TypeName is "array" or "any"))
            {
                items.Add(new BicepItem(new SymbolicValue($"...{value}", value.ContainsSecret), spot));
            }
            else
            {
                items.AddRange(value is ArrayValue ? value.Items : throw NoSpread("array", spread));
            }
        }

        return new ArrayValue(items);
    }

    private BicepValue Variable(VariableSyntax variable, Locals? locals) => file.Model.SymbolOf(variable) switch
    {
        LocalSymbol local => Locals.Find(locals, local) ?? new SymbolicValue(local.Name),
        { } symbol => Named(symbol, variable),
        null => SymbolicValue.Broken(variable.Name.Text),
    };

    private BicepValue Named(Symbol symbol, VariableSyntax variable)
    {
        var value = file.ValueOf(symbol);
        return Session.IsAbstract && value.IsBroken
            ? throw new EvaluationException($"The referenced declaration with name \"{symbol.Name}\" is not valid.", "BCP062")
            : value;
    }

    private BicepValue Unary(UnarySyntax unary, Locals? locals)
    {
        if (unary is { Operator: TokenKind.Minus, Operand: IntegerSyntax { Value: 1UL << 63 } })
        {
            return new IntegerValue(long.MinValue);
        }

        var operand = Evaluate(unary.Operand, locals);
        return (unary.Operator, operand) switch
        {
            (_, { IsBroken: true }) => SymbolicValue.Broken(TextOf(unary)),
            (_, { IsSymbolic: true }) when operand.TypeName is "any" || operand.TypeName == (unary.Operator == TokenKind.Exclamation ? "bool" : "int") => new SymbolicValue($"{unary.Children[0]}{operand}", operand.ContainsSecret) { Kind = unary.Operator == TokenKind.Exclamation ? "bool" : "int" },
            (TokenKind.Exclamation, BooleanValue boolean) => new BooleanValue(!boolean.Value),
            (TokenKind.Minus, IntegerValue integer) => new IntegerValue(integer.Value == long.MinValue ? throw new EvaluationException("The integer is too large.") : -integer.Value),
            (TokenKind.Plus, IntegerValue) => operand,
            _ => throw new EvaluationException($"Cannot apply operator \"{unary.Children[0]}\" to operand of type \"{ValueTypes.Of(operand)}\".", "BCP044"),
        };
    }

    private BicepValue Binary(BinarySyntax binary, Locals? locals)
    {
        var left = Evaluate(binary.Left, locals);
        if (Session.IsAbstract)
        {
            var right = Evaluate(binary.Right, locals);
            return left.IsBroken || right.IsBroken ? SymbolicValue.Broken(TextOf(binary)) : Operators.Apply(binary.Operator, binary.OperatorToken.Text, left, right);
        }

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
        if (condition is BooleanValue known && !Session.IsAbstract)
        {
            return Evaluate(known.Value ? ternary.WhenTrue : ternary.WhenFalse, locals);
        }

        // Both branches are looked at, whichever is taken.
        var whenTrue = Evaluate(ternary.WhenTrue, locals);
        var whenFalse = Evaluate(ternary.WhenFalse, locals);
        if (condition.IsBroken || whenTrue.IsBroken || whenFalse.IsBroken)
        {
            return SymbolicValue.Broken(TextOf(ternary));
        }

        if (condition.TypeName is not ("bool" or "any"))
        {
            throw new EvaluationException("Expected a value of type \"bool\".", "BCP046") { At = ternary.Condition };
        }

        return condition is BooleanValue decided ? (decided.Value ? whenTrue : whenFalse)
            : whenTrue.Equals(whenFalse)
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
            return Declared(declared, call, name, arguments, [.. arguments.Select(argument => Evaluate(argument, locals))]);
        }

        if (name == "nameof" && arguments.Count == 1)
        {
            return new StringValue(arguments[0] switch
            {
                VariableSyntax variable => variable.Name.Text,
                PropertyAccessSyntax access => access.Name.Text,
                ResourceAccessSyntax access => access.Name.Text,
                ArrayAccessSyntax { Index: StringSyntax { Literal: { } key } } => key,
                _ => "",
            });
        }

        return StandardLibrary.Find(name) is { } function
            ? BuiltIn(function, arguments, [.. arguments.Select(argument => Evaluate(argument, locals))])
            : SymbolicValue.Broken(TextOf(call));
    }

    private BicepValue Declared(Symbol symbol, SyntaxNode call, string name, IReadOnlyList<ExpressionSyntax> written, BicepValue[] arguments)
    {
        var function = symbol switch { FunctionSymbol own => own, ImportSymbol import => import.Target as FunctionSymbol, _ => null };
        if (function?.Syntax.Lambda is not { } lambda)
        {
            return new SymbolicValue($"{name}({string.Join<BicepValue>(", ", arguments)})");
        }

        if (arguments.Length != lambda.Variables.Count)
        {
            throw new EvaluationException($"Expected {lambda.Variables.Count} argument{(lambda.Variables.Count == 1 ? "" : "s")}, but got {arguments.Length}.", "BCP071") { At = call.Children.OfType<CallArguments>().FirstOrDefault() };
        }

        if (Session.IsAbstract)
        {
            return Declared(function, lambda, written, arguments);
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

    // Without values a function is what it declares to be; its body is looked at once, by itself.
    private SymbolicValue Declared(FunctionSymbol function, LambdaSyntax lambda, IReadOnlyList<ExpressionSyntax> written, BicepValue[] arguments)
    {
        var text = $"{function.Name}({string.Join<BicepValue>(", ", arguments)})";
        for (var i = 0; i < arguments.Length; i++)
        {
            if (lambda.Variables[i].Type is { } type)
            {
                var at = file.Model.SpotOf(written[i].Span);
                new TypeChecker(found => Session.Report(found.Severity == DiagnosticSeverity.Error ? found with { Code = "BCP070" } : found))
                    .Check(arguments[i], DeclaredTypes.Of(function.Model, type, []).Node, at);
            }
        }

        var result = lambda.ReturnType is { } returned ? DeclaredTypes.Of(function.Model, returned, []).Node : null;
        return new SymbolicValue(text, Array.Exists(arguments, argument => argument.ContainsSecret)) { Kind = Shapes.Kind(result), Shape = result };
    }

    private BicepValue BuiltIn(FunctionInfo function, IReadOnlyList<ExpressionSyntax> written, BicepValue[] arguments)
    {
        if (Session.IsAbstract)
        {
            if (Array.Exists(arguments, argument => argument.IsBroken) || arguments.Length < function.Minimum || arguments.Length > function.Maximum)
            {
                return SymbolicValue.Broken($"{function.Name}({string.Join<BicepValue>(", ", arguments)})");
            }

            if (Signatures.FirstMisfit(function.Name, arguments) is var (index, code, message))
            {
                throw new EvaluationException(message, code) { At = written[index] };
            }
        }

        if (Session.IsAbstract && arguments is [ArrayValue items, .., LambdaValue])
        {
            arguments[0] = Widening.Of(items);
        }

        var isUnknown = (Session.IsAbstract && function.IsOpaque) || function.Body is null || function.Kind switch
        {
            FunctionKind.Shallow => function.Name is not ("any" or "concat") && Array.Exists(arguments, argument => argument.IsSymbolic),
            _ => Array.Exists(arguments, argument => argument.ContainsSymbolic),
        };
        if (isUnknown && Session.IsAbstract)
        {
            TryLambdas(function.Name, written, arguments);
        }

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
            Shape = Session.IsAbstract ? Lengths.Of(function.Name, arguments) : null,
        };
    }

    // What a lambda does wrong with any item is said though the items are not known.
    private static void TryLambdas(string function, IReadOnlyList<ExpressionSyntax> written, BicepValue[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not LambdaValue lambda)
            {
                continue;
            }

            var items = function == "sort" ? 2 : function == "reduce" ? 0 : 1;
            var result = lambda.Call([.. Enumerable.Range(0, lambda.Parameters).Select(index => index < items ? SymbolicValue.ElementOf(arguments[0], "item") : new SymbolicValue("item"))]);
            var wanted = function is "filter" or "sort" ? "bool" : function is "toObject" or "groupBy" && i == 1 ? "string" : "any";
            if (wanted != "any" && !result.IsBroken && result.TypeName != "any" && result.TypeName != wanted)
            {
                throw new EvaluationException($"The lambda of '{function}' gives \"{result.TypeName}\", which is not assignable to \"{wanted}\".", "BCP070") { At = written[i] };
            }
        }
    }

    private BicepValue Method(MethodCallSyntax call, Locals? locals)
    {
        var symbol = call.Receiver is VariableSyntax variable ? file.Model.SymbolOf(variable) : null;
        if (symbol is NamespaceSymbol or WildcardSymbol)
        {
            return Call(call, call.Name.Text, call.Arguments, locals);
        }

        var receiver = Evaluate(call.Receiver, locals);
        var arguments = call.Arguments.Select(argument => Evaluate(argument, locals)).ToList();
        if (receiver.IsBroken)
        {
            return SymbolicValue.Broken(TextOf(call));
        }

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

        if (access.Receiver is VariableSyntax place && file.Model.SymbolOf(place) is NamespaceSymbol { Name: "az" or "sys" } known && !access.Name.IsMissing)
        {
            throw Missing(known.Name, name, known.Name == "sys" ? ["array", "bool", "int", "object", "string"] : [], access.Name);
        }

        var receiver = Evaluate(access.Receiver, locals);
        if (receiver.IsBroken && (receiver.IsSymbolic || receiver[name] is not { IsBroken: false }))
        {
            return SymbolicValue.Broken(TextOf(access));
        }

        return access.Name.IsMissing ? SymbolicValue.Broken(TextOf(access)) : Member(receiver, name, new Access(access, access.Receiver, access.Name, access.IsSafe));
    }

    private BicepValue Member(BicepValue receiver, string name, Access access) => receiver switch
    {
        ResourceValue when name is "dependsOn" or "scope" or "parent" => throw WriteOnly(((ResourceValue)receiver).Instance.Symbol.Type, name, access.Name),
        ModuleValue when name is "params" or "scope" or "dependsOn" => throw WriteOnly("module", name, access.Name),
        ResourceValue resource => ResourceMembers.Of(resource, name, Session.Types) switch
        {
            null => throw Missing(resource.Instance.Symbol.Type, name, ResourceMembers.Names, access.Name),
            { IsBroken: true } => new SymbolicValue($"{receiver}.{name}"),
            var value => value,
        },
        ModuleValue module => OfModule(module, name, access.Name),
        SymbolicValue { TypeName: "any" or "object" } symbolic => Symbolic(symbolic, name, access),
        ObjectValue members => members[name] ?? (access.IsSafe || members["..."] is not null ? Absent(members, name) : throw Missing(access.Receiver is PropertyAccessSyntax { Name.Text: "outputs" } ? "outputs" : "object", name, members.Members.Select(member => member.Name), access.Name)),
        NullValue when access.IsSafe => receiver,
        _ => throw new EvaluationException($"Cannot access properties of type \"{ValueTypes.Of(receiver)}\". An \"object\" type is required.", "BCP055") { At = access.Name },
    };

    private static EvaluationException WriteOnly(string type, string name, SyntaxElement at) =>
        new($"The property \"{name}\" on type \"{type}\" is write-only. Write-only properties cannot be accessed.", "BCP077") { At = at };

    private static BicepValue Absent(ObjectValue members, string name) =>
        members["..."] is { } rest ? new SymbolicValue($"{rest}.{name}", rest.ContainsSecret) : BicepValue.Null;

    private static EvaluationException Missing(string type, string name, IEnumerable<string> names, SyntaxElement at)
    {
        var known = names.ToList();
        var meant = Spelling.Suggest(name, known);
        var (code, more) = known.Count == 0 ? ("BCP052", "")
            : meant is not null ? ("BCP083", $" Did you mean \"{meant}\"?")
            : ("BCP053", known.Count < MostNames ? $" Available properties include \"{string.Join("\", \"", known.Order(StringComparer.OrdinalIgnoreCase))}\"." : "");
        return new EvaluationException($"The type \"{type}\" does not contain property \"{name}\".{more}", code) { At = at };
    }

    private SymbolicValue Symbolic(SymbolicValue receiver, string name, Access access)
    {
        if (Session.IsAbstract && Shapes.IsNullable(receiver.Shape) && !access.IsSafe && access.Receiver is not (PropertyAccessSyntax { IsSafe: true } or ArrayAccessSyntax { IsSafe: true }))
        {
            var at = TextSpan.Between(access.Receiver.Span.End, access.Whole.Span.End);
            Session.Report(DiagnosticSeverity.Warning, "BCP318", $"The value of type \"{TypeNames.Of(receiver.Shape!)}\" may be null at the start of the deployment, which would cause this access expression (and the overall deployment with it) to fail.", file.Model, at);
        }

        var (shape, isKnown) = Shapes.Member(Shapes.WithoutNull(receiver.Shape), name);
        if (!isKnown)
        {
            var names = Shapes.Names(Shapes.WithoutNull(receiver.Shape)).ToList();
            var error = Missing("object", name, names, access.Name);
            Session.Report(DiagnosticSeverity.Warning, error.Code, error.Message, file.Model, access.Name.Span);
        }

        var way = access.Whole is ArrayAccessSyntax ? $"{(access.IsSafe ? "[?" : "[")}{new StringValue(name)}]" : $"{(access.IsSafe ? ".?" : ".")}{name}";
        return new SymbolicValue($"{receiver}{way}", receiver.IsSecret) { Shape = shape, Kind = Shapes.Kind(shape), MayBeMissing = access.IsSafe || receiver.MayBeMissing };
    }

    private static BicepValue OfModule(ModuleValue module, string name, SyntaxElement at) => name switch
    {
        "name" => module.Instance.Name,
        "outputs" => new ModuleOutputs(module.Instance).Value,
        _ => throw Missing("module", name, ["name", "outputs"], at),
    };

    /// <summary>A read of a property, by its name or by a text.</summary>
    private readonly record struct Access(SyntaxNode Whole, ExpressionSyntax Receiver, SyntaxElement Name, bool IsSafe);

    private BicepValue Item(ArrayAccessSyntax access, Locals? locals)
    {
        var receiver = Evaluate(access.Receiver, locals);
        var index = Evaluate(access.Index, locals);
        if (receiver.IsBroken || index.IsBroken)
        {
            return SymbolicValue.Broken(TextOf(access));
        }

        if (index is StringValue { Value: var key } && receiver is ResourceValue or ModuleValue or ObjectValue or SymbolicValue { TypeName: "object" } or SymbolicValue { TypeName: "any", Shape: ObjectNode or DiscriminatedNode } && !access.FromEnd)
        {
            return Member(receiver, key, new Access(access, access.Receiver, access.Index, access.IsSafe));
        }

        if (Session.IsAbstract)
        {
            CheckIndex(receiver.TypeName, index.TypeName, access);
        }

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
                    : Session.IsAbstract && file.Model.SymbolOf(access.Receiver) is ResourceSymbol or ModuleSymbol ? new SymbolicValue($"{receiver}[{index}]")
                    : throw Outside(items, position.Value, access);
            case (ArrayValue, _):
                throw new EvaluationException($"Indexing over arrays requires an index of type \"int\" but the provided index was of type \"{index.TypeName}\".", "BCP074");
            case (ObjectValue, _):
                throw new EvaluationException($"Indexing over objects requires an index of type \"string\" but the provided index was of type \"{index.TypeName}\".", "BCP075");
            default:
                throw new EvaluationException($"Cannot index over expression of type \"{receiver.TypeName}\". Arrays or objects are required.", "BCP076");
        }
    }

    private static EvaluationException Outside(ArrayValue items, long index, ArrayAccessSyntax access) =>
        new($"The provided index value of \"{index}\" is not valid for type \"{ValueTypes.Of(items)}\".{(items.Items.Count > 0 ? $" Indexes for this type must be between 0 and {items.Items.Count - 1}." : "")}", "BCP311") { At = access.Index };

    private static void CheckIndex(string receiver, string index, ArrayAccessSyntax access)
    {
        if (access.FromEnd && (receiver is "object" || index is "string"))
        {
            throw receiver is "object"
                ? new EvaluationException("The \"^\" indexing operator cannot be used on base expressions of type \"object\".", "BCP414") { At = access.Index }
                : new EvaluationException("The \"^\" indexing operator cannot be used with index expressions of type \"string\".", "BCP415") { At = access.Index };
        }

        switch (receiver, index)
        {
            case ("any", not ("string" or "int" or "any")):
                throw new EvaluationException($"The array index must be of type \"string\" or \"int\" but the provided index was of type \"{index}\".", "BCP049") { At = access.Index };
            case ("array", not ("int" or "any")):
                throw new EvaluationException($"Indexing over arrays requires an index of type \"int\" but the provided index was of type \"{index}\".", "BCP074") { At = access.Index };
            case ("object" or "resource" or "module", not ("string" or "any")):
                throw new EvaluationException($"Indexing over objects requires an index of type \"string\" but the provided index was of type \"{index}\".", "BCP075") { At = access.Index };
            case ("string" or "int" or "bool" or "null", _) when !access.IsSafe || receiver != "null":
                throw new EvaluationException($"Cannot index over expression of type \"{receiver}\". Arrays or objects are required.", "BCP076") { At = access.Receiver };
        }
    }

    private BicepValue Nested(ResourceAccessSyntax access) => file.Model.SymbolOf(access) is { } symbol ? file.ValueOf(symbol) : new SymbolicValue(TextOf(access));
}
