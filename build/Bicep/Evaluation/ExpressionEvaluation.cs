using System.Runtime.CompilerServices;
using System.Text;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>Works out what expressions are worth. What is wrong is reported where it stands, and is symbolic from there on.</summary>
internal sealed partial class ExpressionEvaluation(FileInstance file)
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
            Session.Report(file.Model.File.Source.Diagnose(DiagnosticSeverity.Error, error.Code, error.Message, (error.At ?? argument).Span) with { IsOfTypeData = error.IsOfTypeData });
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
}
