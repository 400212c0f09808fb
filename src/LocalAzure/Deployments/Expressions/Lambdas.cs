using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Functions that take a lambda: <c>lambda('item', body)</c>, its variables read by <c>lambdaVariables('item')</c>.</summary>
internal static class Lambdas
{
    public static JsonNode? Map(Evaluation evaluation, CallExpression call)
    {
        var lambda = Read(call, 1);
        return Values.Array(Items(evaluation, call).Select((item, index) => lambda.Invoke(evaluation, item, JsonValue.Create((long)index))).ToList());
    }

    public static JsonNode? Filter(Evaluation evaluation, CallExpression call)
    {
        var lambda = Read(call, 1);
        return Values.Array(Items(evaluation, call).Where((item, index) => lambda.Decide(evaluation, item, JsonValue.Create((long)index))).ToList());
    }

    public static JsonNode? Reduce(Evaluation evaluation, CallExpression call)
    {
        var lambda = Read(call, 2);
        var result = evaluation.Evaluate(FunctionTable.Argument(call, 1));
        var index = 0L;
        foreach (var item in Items(evaluation, call))
            result = Values.Bounded(lambda.Invoke(evaluation, result, item, JsonValue.Create(index++)));

        return result;
    }

    public static JsonNode? Sort(Evaluation evaluation, CallExpression call)
    {
        var lambda = Read(call, 1);
        var sorted = Items(evaluation, call).ToList();
        // Insertion by halves: stable, and a lambda that contradicts itself cannot upset it.
        for (var next = 1; next < sorted.Count; next++)
        {
            var item = sorted[next];
            var (low, high) = (0, next);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (lambda.Decide(evaluation, item, sorted[middle]))
                    high = middle;
                else
                    low = middle + 1;
            }

            sorted.RemoveAt(next);
            sorted.Insert(low, item);
        }

        return Values.Array(sorted);
    }

    public static JsonNode? ToObject(Evaluation evaluation, CallExpression call)
    {
        var key = Read(call, 1);
        var value = call.Arguments.Count > 2 ? Read(call, 2) : null;
        var result = new JsonObject();
        foreach (var item in Items(evaluation, call))
            result[key.Name(evaluation, item)] = Values.Free(value is null ? item : value.Invoke(evaluation, item));

        return result;
    }

    public static JsonNode? GroupBy(Evaluation evaluation, CallExpression call)
    {
        var key = Read(call, 1);
        var result = new JsonObject();
        foreach (var group in Items(evaluation, call).GroupBy(item => key.Name(evaluation, item)))
            result[group.Key] = Values.Array(group);

        return result;
    }

    public static JsonNode? MapValues(Evaluation evaluation, CallExpression call)
    {
        var lambda = Read(call, 1);
        var source = evaluation.Evaluate(FunctionTable.Argument(call, 0)) as JsonObject
            ?? throw new ExpressionException("Unable to evaluate template language function 'mapValues': argument 1 must be an object.");
        return new JsonObject(source.Select(property => KeyValuePair.Create(property.Key, Values.Free(lambda.Invoke(evaluation, property.Value)))));
    }

    private static JsonArray Items(Evaluation evaluation, CallExpression call) => evaluation.Evaluate(FunctionTable.Argument(call, 0)) as JsonArray
        ?? throw new ExpressionException($"Unable to evaluate template language function '{call.Name}': argument 1 must be an array.");

    private static Lambda Read(CallExpression call, int index)
    {
        if (FunctionTable.Argument(call, index) is not CallExpression { Name: var name, Arguments: { Count: > 0 } arguments } || !name.Equals("lambda", StringComparison.OrdinalIgnoreCase))
            throw new ExpressionException($"Unable to evaluate template language function '{call.Name}': argument {index + 1} must be a lambda.");

        var variables = arguments.SkipLast(1).Select(argument => argument is LiteralExpression literal && Values.IsText(literal.Value, out var text)
            ? text
            : throw new ExpressionException("Unable to evaluate template language function 'lambda': its variables are given as strings."));
        return new Lambda([.. variables], arguments[^1]);
    }

    private sealed record Lambda(IReadOnlyList<string> Variables, Expression Body)
    {
        public JsonNode? Invoke(Evaluation evaluation, params ReadOnlySpan<JsonNode?> values)
        {
            var locals = evaluation.Locals;
            for (var index = 0; index < Variables.Count && index < values.Length; index++)
                locals = locals.SetItem(Variables[index], values[index]);

            return (evaluation with { Locals = locals }).Evaluate(Body);
        }

        public bool Decide(Evaluation evaluation, JsonNode? first, JsonNode? second) => Values.TryFlag(Invoke(evaluation, first, second), out var flag)
            ? flag
            : throw new ExpressionException("Unable to evaluate template language function 'lambda': it must give a Boolean here.");

        public string Name(Evaluation evaluation, JsonNode? item) => Values.IsText(Invoke(evaluation, item), out var name)
            ? name
            : throw new ExpressionException("Unable to evaluate template language function 'lambda': it must give a string here.");
    }
}
