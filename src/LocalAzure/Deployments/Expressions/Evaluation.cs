using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Where an expression is evaluated: the template around it, and the loops and lambdas it stands in.</summary>
internal sealed record Evaluation(ITemplateSurroundings Surroundings)
{
    private const int DeepestEvaluation = 400;

    /// <summary>Values of the lambda variables in reach.</summary>
    public ImmutableDictionary<string, JsonNode?> Locals { get; init; } = ImmutableDictionary.Create<string, JsonNode?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Innermost last.</summary>
    public ImmutableList<Loop> Loops { get; init; } = [];

    /// <summary>Parameters of the user-defined function being evaluated, which sees nothing else.</summary>
    public ImmutableDictionary<string, JsonNode?>? FunctionParameters { get; init; }

    private int Depth { get; init; }

    /// <summary>A string of the template: an expression's value, or the string itself.</summary>
    public JsonNode? Evaluate(string text)
    {
        if (ExpressionParser.IsExpression(text))
            return Evaluate(ExpressionParser.Parse(text));

        return JsonValue.Create(text.StartsWith("[[", StringComparison.Ordinal) ? text[1..] : text);
    }

    public JsonNode? Evaluate(Expression expression)
    {
        Surroundings.CountStep();
        if (Depth > DeepestEvaluation)
            throw new ExpressionException($"The language expression is nested deeper than {DeepestEvaluation} levels.");

        var inner = this with { Depth = Depth + 1 };
        return expression switch
        {
            LiteralExpression literal => literal.Value?.DeepClone(),
            AccessExpression access => Access(inner.Evaluate(access.Target), inner.Evaluate(access.Key)),
            CallExpression call => FunctionTable.Call(inner, call),
            _ => throw new InvalidOperationException($"{expression.GetType()} is not evaluated."),
        };
    }

    private static JsonNode? Access(JsonNode? target, JsonNode? key) => TryAccess(target, key, out var value) ? value : throw Missing(target, key);

    public static bool TryAccess(JsonNode? target, JsonNode? key, out JsonNode? value)
    {
        value = null;
        switch (target)
        {
            case JsonObject properties when Values.IsText(key, out var name):
                return Values.TryProperty(properties, name, out value);
            case JsonArray items when Values.TryInteger(key, out var index):
                if (index < 0 || index >= items.Count)
                    return false;

                value = items[(int)index];
                return true;
            default:
                return false;
        }
    }

    private static ExpressionException Missing(JsonNode? target, JsonNode? key)
    {
        switch (target)
        {
            case JsonObject properties when Values.IsText(key, out var name):
                var available = string.Join(", ", properties.Select(property => property.Key).Take(40));
                return new ExpressionException($"The language expression property '{name}' doesn't exist, available properties are '{available}'.");
            case JsonArray items when Values.TryInteger(key, out var index):
                return new ExpressionException($"The language expression property array index '{index}' is out of bounds: the array has {items.Count} items.");
            default:
                return new ExpressionException($"The language expression property '{Values.Text(key)}' can't be evaluated: it is asked of a value of type '{Values.Kind(target)}'.");
        }
    }
}

/// <summary>One turn of a copy loop.</summary>
internal readonly record struct Loop(string Name, long Index);
