using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>Lambdas and functions: the language's, those of the file and those of the types.</summary>
internal sealed partial class ExpressionEvaluation
{
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
                var wanted = DeclaredTypes.Of(function.Model, type, []).Node;
                var problems = new List<Diagnostic>();
                new TypeChecker(problems.Add).Check(arguments[i], wanted, file.Model.SpotOf(written[i].Span));
                if (problems.Find(problem => problem.Severity == DiagnosticSeverity.Error) is not null)
                {
                    Session.Report(DiagnosticSeverity.Error, "BCP070", $"Argument of type \"{ValueTypes.Of(arguments[i])}\" is not assignable to parameter of type \"{TypeNames.Of(wanted)}\".", file.Model, written[i].Span);
                }
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
}
