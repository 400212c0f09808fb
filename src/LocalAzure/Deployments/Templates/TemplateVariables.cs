using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>The variables of a template being evaluated, each when it is first asked for.</summary>
internal sealed class TemplateVariables(TemplateFrame frame, EvaluationsUnderWay underWay)
{
    private readonly Dictionary<string, JsonNode?> values = new(StringComparer.OrdinalIgnoreCase);

    public JsonNode? this[string name]
    {
        get
        {
            if (values.TryGetValue(name, out var value))
                return value;

            var definition = Find(name);
            return values[name] = underWay.Evaluate($"variable '{name}'", () => Values.Bounded(definition.IsLoop
                ? TemplateTree.Turns(definition.Value, new Evaluation(frame), keepUnknown: false)
                : TemplateTree.Evaluate(definition.Value, new Evaluation(frame))));
        }
    }

    private (JsonElement Value, bool IsLoop) Find(string name)
    {
        var all = frame.Template.Part("variables");
        if (all.ValueKind == JsonValueKind.Object)
        {
            foreach (var variable in all.EnumerateObject())
            {
                if (string.Equals(variable.Name, name, StringComparison.OrdinalIgnoreCase))
                    return (variable.Value, false);
            }

            if (all.At("copy") is var loops && TemplateTree.IsLoops(loops)
                && loops.EnumerateArray().FirstOrDefault(loop => string.Equals(loop.At("name").AsText(), name, StringComparison.OrdinalIgnoreCase)) is { ValueKind: JsonValueKind.Object } found)
            {
                return (found, true);
            }
        }

        throw new ExpressionException($"The template variable '{name}' is not found. Please see https://aka.ms/arm-syntax-variables for usage details.");
    }
}
