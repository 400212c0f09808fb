using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Every function of the language by name, whatever the case of its letters.</summary>
internal static class FunctionTable
{
    /// <summary>Those that decide themselves what of their arguments is evaluated.</summary>
    private static readonly Dictionary<string, Func<Evaluation, CallExpression, JsonNode?>> Lazy = new(StringComparer.OrdinalIgnoreCase)
    {
        ["if"] = (evaluation, call) => evaluation.Evaluate(Argument(call, Decide(evaluation, call, 0) ? 1 : 2)),
        ["and"] = (evaluation, call) => Enumerable.Range(0, call.Arguments.Count).All(index => Decide(evaluation, call, index)),
        ["or"] = (evaluation, call) => Enumerable.Range(0, call.Arguments.Count).Any(index => Decide(evaluation, call, index)),
        ["coalesce"] = (evaluation, call) => call.Arguments.Select(evaluation.Evaluate).FirstOrDefault(value => value is not null),
        ["lambda"] = (_, _) => throw new ExpressionException("Unable to evaluate template language function 'lambda': it can only be an argument of a function that takes one."),
        ["map"] = Lambdas.Map,
        ["filter"] = Lambdas.Filter,
        ["reduce"] = Lambdas.Reduce,
        ["sort"] = Lambdas.Sort,
        ["toObject"] = Lambdas.ToObject,
        ["groupBy"] = Lambdas.GroupBy,
        ["mapValues"] = Lambdas.MapValues,
    };

    private static readonly Dictionary<string, Func<Call, JsonNode?>> Eager = new(StringComparer.OrdinalIgnoreCase);

    static FunctionTable()
    {
        foreach (var family in new[] { TextFunctions.All, EncodingFunctions.All, NumberFunctions.All, LogicFunctions.All, CollectionFunctions.All, DateFunctions.All, AddressFunctions.All, ScopeFunctions.All, TemplateFunctions.All })
        {
            foreach (var (name, function) in family)
                Eager.Add(name, function);
        }
    }

    public static JsonNode? Call(Evaluation evaluation, CallExpression call)
    {
        if (Lazy.TryGetValue(call.Name, out var lazy))
            return Values.Bounded(lazy(evaluation, call));

        var arguments = call.Arguments.Select(evaluation.Evaluate).ToList();
        if (Eager.TryGetValue(call.Name, out var eager))
            return Guard(() => eager(new Call(call.Name, evaluation, arguments)), call.Name);

        if (evaluation.Surroundings.Function(call.Name) is { } own)
            return CallOwn(evaluation, call.Name, own, arguments);

        if (call.Name.StartsWith("list", StringComparison.OrdinalIgnoreCase))
            return evaluation.Surroundings.Secrets(call.Name, new Call(call.Name, evaluation, arguments).Text(0));

        throw new ExpressionException($"The template function '{call.Name}' is not valid or not known to LocalAzure.");
    }

    private static JsonNode? Guard(Func<JsonNode?> function, string name)
    {
        try
        {
            return name.Equals("variables", StringComparison.OrdinalIgnoreCase) || name.Equals("parameters", StringComparison.OrdinalIgnoreCase)
                ? function()
                : Values.Bounded(function());
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or DivideByZeroException)
        {
            throw new ExpressionException($"Unable to evaluate template language function '{name}': {e.Message}");
        }
    }

    private static JsonNode? CallOwn(Evaluation evaluation, string name, UserFunction function, List<JsonNode?> arguments)
    {
        if (arguments.Count != function.Parameters.Count)
            throw new ExpressionException($"The template function '{name}' takes {function.Parameters.Count} arguments, not {arguments.Count}.");

        var given = function.Parameters.Zip(arguments).ToImmutableDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase);
        return Values.Bounded(TemplateTree.Evaluate(function.Output, evaluation with { FunctionParameters = given, Loops = [], Locals = evaluation.Locals.Clear() }));
    }

    private static bool Decide(Evaluation evaluation, CallExpression call, int index) =>
        Values.TryFlag(evaluation.Evaluate(Argument(call, index)), out var flag)
            ? flag
            : throw new ExpressionException($"Unable to evaluate template language function '{call.Name}': argument {index + 1} must be a Boolean.");

    public static Expression Argument(CallExpression call, int index) => index < call.Arguments.Count
        ? call.Arguments[index]
        : throw new ExpressionException($"Unable to evaluate template language function '{call.Name}': it needs at least {index + 1} arguments, not {call.Arguments.Count}.");
}
