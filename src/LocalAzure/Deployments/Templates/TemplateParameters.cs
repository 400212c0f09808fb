using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>The parameters of a template being evaluated: given, or by default.</summary>
internal sealed class TemplateParameters(TemplateFrame frame, EvaluationsUnderWay underWay, SecretTexts secrets)
{
    private readonly Dictionary<string, JsonNode?> values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> unknown = new(StringComparer.OrdinalIgnoreCase);

    private Template Template => frame.Template;

    public JsonNode? this[string name]
    {
        get
        {
            if (unknown.Contains(name))
                throw new NotYetKnownException($"The value of parameter '{name}' is not known before something is deployed.");

            if (values.TryGetValue(name, out var value))
                return value;

            return Template.Parameters.TryGetValue(name, out var definition)
                ? Default(name, definition)
                : throw new ExpressionException($"The template parameter '{name}' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details.");
        }
    }

    /// <summary>As the platform shows them: secure ones by type only.</summary>
    public JsonObject Shown()
    {
        var shown = new JsonObject();
        foreach (var (name, definition) in Template.Parameters)
        {
            var schema = new ValueSchema(definition, Template);
            var parameter = new JsonObject { ["type"] = schema.TypeName };
            if (!schema.IsSecret && values.TryGetValue(name, out var value) && !unknown.Contains(name))
                parameter["value"] = SecretMask.Apply(value, secrets.All);

            shown[name] = parameter;
        }

        return shown;
    }

    /// <exception cref="DeploymentException">They do not fit the template.</exception>
    public void Bind(JsonObject given)
    {
        foreach (var (name, parameter) in given)
            Take(name, parameter);

        foreach (var (name, definition) in Template.Parameters.Where(parameter => !unknown.Contains(parameter.Key)))
            Settle(name, definition);
    }

    private void Take(string name, JsonNode? given)
    {
        if (!Template.Parameters.ContainsKey(name))
        {
            throw Template.Invalid($"The template parameters '{name}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. "
                + $"The only supported parameters for this template are '{string.Join(", ", Template.Parameters.Keys)}'. Please see https://aka.ms/arm-pass-parameter-values for usage details", "parameters");
        }

        if (given is not JsonObject holder || !holder.TryGetPropertyValue("value", out var value))
            throw Template.Invalid($"The parameter '{name}' must be given as an object with 'value'", $"parameters.{name}");

        if (frame.Planning && Values.IsText(value, out var text) && ExpressionParser.IsExpression(text))
            unknown.Add(name);
        else
            values[name] = value?.DeepClone();
    }

    private void Settle(string name, JsonElement definition)
    {
        var schema = new ValueSchema(definition, Template) { FitsUnknown = frame.Planning };
        var value = values.TryGetValue(name, out var given) && (given is not null || schema.IsNullable || !definition.Has("defaultValue")) ? given : Default(name, definition);
        values[name] = value;
        if (schema.Refuse(value) is { } refusal)
            throw Template.Invalid($"Template parameter '{name}' was provided an invalid value. {refusal}. Please see https://aka.ms/arm-create-parameter-file for usage details", $"parameters.{name}");

        secrets.Add(schema.Secrets(value));
    }

    private JsonNode? Default(string name, JsonElement definition)
    {
        var given = definition.At("defaultValue");
        if (given.ValueKind == JsonValueKind.Undefined)
        {
            return new ValueSchema(definition, Template).IsNullable
                ? values[name] = null
                : throw Template.Invalid($"The value for the template parameter '{name}' is not provided. Please see https://aka.ms/arm-create-parameter-file for usage details", $"parameters.{name}");
        }

        return values[name] = underWay.Evaluate($"parameter '{name}'", () => TemplateTree.Evaluate(given, new Evaluation(frame)));
    }
}
