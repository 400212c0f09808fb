using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Emission;

/// <summary>Writes expressions of one file as JSON and as ARM's template language.</summary>
internal sealed partial class ArmExpressions(FileModel model, EmissionNames names)
{
    private const int MaximumLength = 1_000_000;
    private readonly Dictionary<Symbol, string> _locals = [];
    private readonly RuntimeVariables _runtime = new();

    public FileModel Model => model;

    /// <summary>What a loop, lambda or function variable is written as, while its body is.</summary>
    public void Name(LocalVariableSyntax? variable, string expression)
    {
        if (variable is not null && model.SymbolOf(variable) is { } symbol)
        {
            _locals[symbol] = expression;
        }
    }

    public bool IsRuntime(VariableSymbol variable) => _runtime.IsRuntime(variable);

    public JsonNode? Json(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case StringSyntax { Literal: { } text }:
                return Literal(text);
            case BooleanSyntax boolean:
                return boolean.Value;
            case IntegerSyntax { Value: <= long.MaxValue } integer:
                return (long)integer.Value;
            case UnarySyntax { Operator: TokenKind.Minus, Operand: IntegerSyntax { Value: <= long.MaxValue } integer }:
                return -(long)integer.Value;
            case NullSyntax:
                return null;
            case ParenthesizedSyntax inner:
                return Json(inner.Expression);
            case ObjectSyntax value when value.Members.All(member => member is ObjectPropertySyntax):
                return Object(value.Properties);
            case ArraySyntax array when !array.Items.Any(item => item is SpreadSyntax):
                return new JsonArray([.. array.Items.Select(Json)]);
            case FunctionCallSyntax { Name.Text: "any", Arguments: [var bare] } call when model.SymbolOf(call) is null:
                return Json(bare);
            case FunctionCallSyntax or MethodCallSyntax when Loaded(expression) is { } loaded:
                return ValueJson(loaded);
            default:
                return Text(Write(expression));
        }
    }

    /// <summary>Properties with their loops as ARM's property copies.</summary>
    public JsonObject Object(IEnumerable<ObjectPropertySyntax> properties)
    {
        var result = new JsonObject();
        JsonArray? copies = null;
        foreach (var property in properties)
        {
            var key = property.KeyText is { } name ? Key(name) : Bracketed(Write((StringSyntax)property.Key));
            if (property.Value is ForSyntax loop && property.KeyText is not null)
            {
                (copies ??= []).Add(Copy(loop, property.KeyText, property.KeyText));
            }
            else
            {
                result[key] = Json(property.Value);
            }
        }

        if (copies is not null)
        {
            result["copy"] = copies;
        }

        return result;
    }

    /// <summary>A loop as <c>{ name, count, input }</c>.</summary>
    public JsonObject Copy(ForSyntax loop, string? name, string? index)
    {
        var count = Begin(loop, index);
        var copy = new JsonObject();
        if (name is not null)
        {
            copy["name"] = name;
        }

        copy["count"] = count;
        copy["input"] = Input(loop.Body is IfSyntax filter ? filter.Body : loop.Body);
        return copy;
    }

    // An array as the input of a copy would be flattened into its result, and a plain number or boolean is not taken.
    private JsonNode? Input(ExpressionSyntax body) => body switch
    {
        ParenthesizedSyntax inner => Input(inner.Expression),
        ArraySyntax or BooleanSyntax or NullSyntax => Bracketed(Write(body)),
        IntegerSyntax => Bracketed($"int({Write(body)})"),
        _ => Json(body),
    };

    /// <summary>Names the variables of a loop for its body and gives the expression of its count.</summary>
    public string Begin(ForSyntax loop, string? index)
    {
        var items = Write(loop.Items);
        var position = index is null ? "copyIndex()" : $"copyIndex({Quote(index)})";
        Name(loop.Item, $"{items}[{position}]");
        Name(loop.Index, position);
        return $"[length({items})]";
    }

    /// <summary>A text that is no expression; only what looks like one from both ends needs to be escaped.</summary>
    public static string Literal(string text) => text.StartsWith('[') && text.EndsWith(']') ? "[" + text : text;

    /// <summary>An expression as JSON text; one that is only a literal needs no brackets.</summary>
    public static string Text(string expression) =>
        IsLiteral(expression) && !expression[1..^1].Replace("''", "", StringComparison.Ordinal).Contains('\'', StringComparison.Ordinal)
            ? Literal(expression[1..^1].Replace("''", "'", StringComparison.Ordinal))
            : Bracketed(expression);

    // The word "copy" means a loop to ARM wherever an object may hold one.
    private static string Key(string name) => name.Equals("copy", StringComparison.OrdinalIgnoreCase) ? $"[string({Quote(name)})]" : Literal(name);

    private static string Number(string digits) => digits.TrimStart('-').Length > 9 && (!int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) ? $"json('{digits}')" : digits;

    public static string Bracketed(string expression) => $"[{expression}]";

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public string Write(ExpressionSyntax expression)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EvaluationLimitException("The template's variables need each other too deeply to be written as ARM expressions.");
        }

        var text = WriteUnlimited(expression);
        return text.Length <= MaximumLength ? text : throw new EvaluationLimitException("An expression of the ARM template would be too long.");
    }

    private string WriteUnlimited(ExpressionSyntax expression) => expression switch
    {
        StringSyntax text => Interpolated(text),
        BooleanSyntax boolean => boolean.Value ? "true()" : "false()",
        IntegerSyntax integer => Number(integer.Value.ToString(CultureInfo.InvariantCulture)),
        NullSyntax => "null()",
        ParenthesizedSyntax inner => Write(inner.Expression),
        NonNullSyntax inner => Write(inner.Operand),
        ObjectSyntax value => ObjectText(value),
        ArraySyntax array => ArrayText(array),
        VariableSyntax variable => Variable(variable),
        UnarySyntax { Operator: TokenKind.Exclamation } unary => $"not({Write(unary.Operand)})",
        UnarySyntax { Operator: TokenKind.Minus, Operand: IntegerSyntax integer } => Number($"-{integer.Value}"),
        UnarySyntax { Operator: TokenKind.Minus } unary => $"sub(0, {Write(unary.Operand)})",
        UnarySyntax unary => Write(unary.Operand),
        BinarySyntax binary => Binary(binary),
        TernarySyntax ternary => $"if({Write(ternary.Condition)}, {Write(ternary.WhenTrue)}, {Write(ternary.WhenFalse)})",
        ForSyntax loop => Map(loop),
        LambdaSyntax lambda => Lambda(lambda),
        FunctionCallSyntax call => Call(call, call.Name.Text, call.Arguments),
        MethodCallSyntax call => Method(call),
        PropertyAccessSyntax or ArrayAccessSyntax => Chain(expression).Text,
        ResourceAccessSyntax access when model.SymbolOf(access) is ResourceSymbol resource => Whole(resource, null),
        IfSyntax filter => Write(filter.Body),
        _ => "null()",
    };

    private string Interpolated(StringSyntax text)
    {
        if (text.Literal is { } literal)
        {
            return Quote(literal);
        }

        var format = new StringBuilder();
        for (var i = 0; i < text.Segments.Count; i++)
        {
            format.Append(text.Segments[i].Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            if (i < text.Expressions.Count)
            {
                format.Append(CultureInfo.InvariantCulture, $"{{{i}}}");
            }
        }

        return $"format({Quote(format.ToString())}, {string.Join(", ", text.Expressions.Select(Write))})";
    }

    private string ObjectText(ObjectSyntax value)
    {
        var parts = new List<string>();
        var pairs = new List<string>();
        foreach (var member in value.Members)
        {
            if (member is ObjectPropertySyntax property)
            {
                pairs.Add($"{(property.KeyText is { } key ? Quote(key) : Write((StringSyntax)property.Key))}, {Write(property.Value)}");
            }
            else if (member is SpreadSyntax spread)
            {
                Flush();
                parts.Add(Write(spread.Expression));
            }
        }

        if (parts.Count == 0)
        {
            return $"createObject({string.Join(", ", pairs)})";
        }

        Flush();
        return $"shallowMerge(createArray({string.Join(", ", parts)}))";

        void Flush()
        {
            if (pairs.Count > 0)
            {
                parts.Add($"createObject({string.Join(", ", pairs)})");
                pairs.Clear();
            }
        }
    }

    private string ArrayText(ArraySyntax array)
    {
        if (!array.Items.Any(item => item is SpreadSyntax))
        {
            return $"createArray({string.Join(", ", array.Items.Select(Write))})";
        }

        var parts = array.Items.Select(item => item is SpreadSyntax spread ? Write(spread.Expression) : $"createArray({Write(item)})");
        return $"flatten(createArray({string.Join(", ", parts)}))";
    }

    private string Variable(VariableSyntax variable) => model.SymbolOf(variable) switch
    {
        LocalSymbol local => _locals.GetValueOrDefault(local, "null()"),
        ParameterSymbol parameter => $"parameters({Quote(parameter.Name)})",
        VariableSymbol symbol => Declared(symbol),
        ImportSymbol { Target: VariableSymbol symbol } => Declared(symbol),
        DeclaredSymbol symbol and (ResourceSymbol { IsLoop: true } or ModuleSymbol { IsLoop: true }) => All(symbol),
        ResourceSymbol resource => Whole(resource, null),
        ModuleSymbol module => $"reference({Quote(names.Of(module))})",
        _ => "null()",
    };

    private string Declared(VariableSymbol symbol) =>
        symbol.Model == model && IsRuntime(symbol) ? Write(symbol.Syntax.Value) : $"variables({Quote(names.Of(symbol))})";

    private string Whole(ResourceSymbol resource, string? index) => Extensions.Has(resource) ? $"reference({Reference(resource, index)})" : $"reference({Reference(resource, index)}, {Quote(resource.ApiVersion)}, 'full')";

    private string Binary(BinarySyntax binary)
    {
        var left = Write(binary.Left);
        var right = Write(binary.Right);
        return binary.Operator switch
        {
            TokenKind.Plus => $"add({left}, {right})",
            TokenKind.Minus => $"sub({left}, {right})",
            TokenKind.Star => $"mul({left}, {right})",
            TokenKind.Slash => $"div({left}, {right})",
            TokenKind.Percent => $"mod({left}, {right})",
            TokenKind.Less => $"less({left}, {right})",
            TokenKind.LessOrEqual => $"lessOrEquals({left}, {right})",
            TokenKind.Greater => $"greater({left}, {right})",
            TokenKind.GreaterOrEqual => $"greaterOrEquals({left}, {right})",
            TokenKind.Equal => $"equals({left}, {right})",
            TokenKind.NotEqual => $"not(equals({left}, {right}))",
            TokenKind.EqualIgnoreCase => $"equals(toLower({left}), toLower({right}))",
            TokenKind.NotEqualIgnoreCase => $"not(equals(toLower({left}), toLower({right})))",
            TokenKind.And => $"and({left}, {right})",
            TokenKind.Or => $"or({left}, {right})",
            _ => $"coalesce({left}, {right})",
        };
    }

    private string Map(ForSyntax loop)
    {
        var items = Write(loop.Items);
        var variables = new[] { loop.Item, loop.Index }.OfType<LocalVariableSyntax>().ToList();
        return $"map({items}, {LambdaText(variables, loop.Body is IfSyntax filter ? filter.Body : loop.Body)})";
    }

    private string Lambda(LambdaSyntax lambda) => LambdaText(lambda.Variables, lambda.Body);

    private string LambdaText(IReadOnlyList<LocalVariableSyntax> variables, ExpressionSyntax body)
    {
        foreach (var variable in variables)
        {
            Name(variable, $"lambdaVariables({Quote(variable.Name.Text)})");
        }

        return $"lambda({string.Concat(variables.Select(variable => $"{Quote(variable.Name.Text)}, "))}{Write(body)})";
    }

    private string Call(SyntaxNode node, string name, IReadOnlyList<ExpressionSyntax> arguments)
    {
        var declared = model.SymbolOf(node) switch { FunctionSymbol function => function, ImportSymbol import => import.Target as FunctionSymbol, _ => null };
        if (declared is not null)
        {
            return $"__bicep.{names.Of(declared)}({string.Join(", ", arguments.Select(Write))})";
        }

        if (name is "any" && arguments.Count == 1)
        {
            return Write(arguments[0]);
        }

        if (node is ExpressionSyntax expression && Loaded(expression) is { } loaded)
        {
            return ValueText(loaded);
        }

        NameTurns(name, arguments);
        return $"{name}({string.Join(", ", arguments.Select(Write))})";
    }

    private string Method(MethodCallSyntax call)
    {
        var arguments = string.Concat(call.Arguments.Select(argument => $", {Write(argument)}"));
        switch (call.Receiver)
        {
            case VariableSyntax variable when model.SymbolOf(variable) is NamespaceSymbol or WildcardSymbol:
                return Call(call, call.Name.Text, call.Arguments);
            case ArrayAccessSyntax access when model.SymbolOf(access.Receiver) is ResourceSymbol looped:
                return $"{call.Name.Text}({Reference(looped, Write(access.Index))}, {Quote(looped.ApiVersion)}{arguments})";
            case var receiver when model.SymbolOf(receiver) is ResourceSymbol resource:
                return $"{call.Name.Text}({Reference(resource, null)}, {(call.Arguments.Count > 0 ? arguments[2..] : Quote(resource.ApiVersion))})";
            default:
                return $"{call.Name.Text}({Write(call.Receiver)}{arguments})";
        }
    }

    // Files are read now: a deployment has none.
    private BicepValue? Loaded(ExpressionSyntax call)
    {
        var name = call switch { FunctionCallSyntax function => function.Name.Text, MethodCallSyntax method => method.Name.Text, _ => "" };
        if (name != "nameof" && StandardLibrary.Find(name) is not { Kind: FunctionKind.CompileTime })
        {
            return null;
        }

        var session = new EvaluationSession(new EvaluationContext { Now = DateTimeOffset.UnixEpoch }, Types.TypeCatalog.Empty, isAbstract: true);
        return new FileInstance(session, model, new FileArguments(new DeploymentScope(model.Scope), "", null)).Evaluate(call, null);
    }

    private static JsonNode? ValueJson(BicepValue value) => value switch
    {
        StringValue text => Literal(text.Value),
        _ => JsonNode.Parse(JsonValues.Write(value)),
    };

    private static string ValueText(BicepValue value) => value switch
    {
        StringValue text => Quote(text.Value),
        BooleanValue boolean => boolean.Value ? "true()" : "false()",
        IntegerValue number => Number(number.ToString()),
        NullValue => "null()",
        ArrayValue array => $"createArray({string.Join(", ", array.Items.Select(item => ValueText(item.Value)))})",
        ObjectValue members => $"createObject({string.Join(", ", members.Members.Select(member => $"{Quote(member.Name)}, {ValueText(member.Value)}"))})",
        _ => $"json({Quote(JsonValues.Write(value))})",
    };
}
