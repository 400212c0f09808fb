using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>The outputs of a template, as <c>{"name": {"type": …, "value": …}}</c>.</summary>
/// <param name="Values">With the values of secure outputs: for the template around this one.</param>
/// <param name="Shown">As GET shows them.</param>
internal sealed record TemplateOutputs(JsonObject Values, JsonObject Shown)
{
    /// <exception cref="DeploymentException">DeploymentOutputEvaluationFailed.</exception>
    public static TemplateOutputs Evaluate(TemplateFrame frame)
    {
        var (values, shown, errors) = (new JsonObject(), new JsonObject(), new List<DeploymentError>());
        foreach (var (name, definition) in frame.Template.Outputs)
        {
            try
            {
                if (!IsWanted(frame, definition))
                    continue;

                var schema = new ValueSchema(definition, frame.Template);
                var value = Evaluate(frame, definition);
                if (!frame.Planning && schema.Refuse(value) is { } refusal)
                    throw new ExpressionException(refusal);

                values[name] = new JsonObject { ["type"] = schema.TypeName, ["value"] = value?.DeepClone() };
                shown[name] = new JsonObject { ["type"] = schema.TypeName };
                if (!schema.IsSecret)
                    shown[name]!["value"] = SecretMask.Apply(value, [.. schema.Secrets(value)]);
            }
            catch (Exception e) when (e is ExpressionException or DeploymentException)
            {
                var why = e is DeploymentException { Error: var error } ? error.Message : e.Message;
                errors.Add(new DeploymentError("DeploymentOutputEvaluationFailed", $"Unable to evaluate template output '{name}': {why}") { Target = name });
            }
        }

        return errors.Count == 0
            ? new TemplateOutputs(values, shown)
            : throw new DeploymentException(new DeploymentError("DeploymentOutputEvaluationFailed", "Unable to evaluate template outputs. Please see error details and deployment operations.") { Details = errors });
    }

    private static bool IsWanted(TemplateFrame frame, JsonElement definition) =>
        !definition.Has("condition") || (Expressions.Values.TryFlag(TemplateTree.Evaluate(definition.At("condition"), new Evaluation(frame)), out var flag) && flag);

    private static JsonNode? Evaluate(TemplateFrame frame, JsonElement definition)
    {
        if (definition.Has("copy"))
            return TemplateTree.Turns(definition.At("copy"), new Evaluation(frame), frame.Planning);

        return definition.Has("value")
            ? TemplateTree.Evaluate(definition.At("value"), new Evaluation(frame), frame.Planning)
            : throw new ExpressionException("It has no value");
    }
}
