using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>Parameters and variables that are being evaluated: one that needs itself is found here.</summary>
internal sealed class EvaluationsUnderWay
{
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="what">Such as <c>variable 'port'</c>.</param>
    /// <param name="evaluate">Makes its value.</param>
    /// <exception cref="ExpressionException">It is under way already.</exception>
    public JsonNode? Evaluate(string what, Func<JsonNode?> evaluate)
    {
        if (!names.Add(what))
            throw new ExpressionException($"Circular dependency detected: the {what} needs itself.");

        try
        {
            return evaluate();
        }
        finally
        {
            names.Remove(what);
        }
    }
}
