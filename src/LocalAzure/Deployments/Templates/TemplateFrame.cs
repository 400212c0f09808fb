using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Resources;

namespace LocalAzure.Deployments.Templates;

/// <summary>A template being evaluated: its parameters and variables with their values, and the resources they are about.</summary>
internal sealed class TemplateFrame : ITemplateSurroundings
{
    private const int MostSteps = 5_000_000;
    private readonly FrameSettings settings;
    private readonly Dictionary<string, JsonNode?> parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JsonNode?> variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> unknown = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> underWay = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int steps;

    /// <exception cref="DeploymentException">The parameters do not fit the template.</exception>
    public TemplateFrame(Template template, FrameSettings settings)
    {
        Template = template;
        this.settings = settings;
        secrets.UnionWith(settings.Secrets);
        if (settings.Outer is null)
            BindParameters();
    }

    public Template Template { get; }

    public FrameSettings Settings => settings;

    public bool Planning => settings.Planning;

    public DeploymentScope Scope => settings.Scope;

    public DateTimeOffset Now => settings.Now;

    /// <summary>The template's resources, known once it was laid out.</summary>
    public IReadOnlyList<PlannedResource> Planned { get; set; } = [];

    /// <summary>Outputs of modules, by id, with the values of secure ones: for this template only.</summary>
    public ConcurrentDictionary<string, JsonObject> NestedOutputs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Texts that must not be shown to anyone.</summary>
    public IReadOnlyCollection<string> Secrets => secrets;

    /// <summary>One evaluation at a time: values are made when they are first asked for.</summary>
    public Lock Gate => settings.Outer?.Gate ?? gate;

    public JsonNode? Parameter(string name)
    {
        if (settings.Outer is { } outer)
            return outer.Parameter(name);

        if (unknown.Contains(name))
            throw new NotYetKnownException($"The value of parameter '{name}' is not known before something is deployed.");

        if (parameters.TryGetValue(name, out var value))
            return value;

        return Template.Parameters.TryGetValue(name, out var definition)
            ? Default(name, definition)
            : throw new ExpressionException($"The template parameter '{name}' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details.");
    }

    public JsonNode? Variable(string name)
    {
        if (settings.Outer is { } outer)
            return outer.Variable(name);

        if (variables.TryGetValue(name, out var value))
            return value;

        var definition = FindVariable(name);
        return variables[name] = Once($"variable '{name}'", () => Values.Bounded(definition.IsLoop
            ? TemplateTree.Turns(definition.Value, new Evaluation(this), keepUnknown: false)
            : TemplateTree.Evaluate(definition.Value, new Evaluation(this))));
    }

    public UserFunction? Function(string name) => settings.Outer is { } outer ? outer.Function(name) : Template.Functions.GetValueOrDefault(name);

    public JsonObject Deployment()
    {
        if (settings.Outer is { } outer)
            return outer.Deployment();

        var deployment = new JsonObject
        {
            ["name"] = settings.Name,
            ["properties"] = new JsonObject
            {
                ["templateHash"] = TemplateHash.Of(Template),
                ["mode"] = "Incremental",
                ["provisioningState"] = "Accepted",
                ["parameters"] = new JsonObject(),
                ["template"] = new JsonObject { ["contentVersion"] = Template.Part("contentVersion").ToString() },
            },
        };
        if (settings.Location is not null)
            deployment["location"] = settings.Location;

        return deployment;
    }

    public JsonObject ResourceGroup()
    {
        if (Scope.ResourceGroup is not { } name)
            throw new ExpressionException("The template function 'RESOURCEGROUP' is not expected at this location: the deployment goes to a subscription.");

        return settings.World.Find(Scope.Path) ?? throw new DeploymentException(DeploymentError.From(ArmException.GroupNotFound(name)), 404);
    }

    public JsonObject Resource(string reference)
    {
        var planned = FindPlanned(reference);
        if (planned is { Deployed: false })
            throw new ExpressionException($"The resource '{planned.Name}' of type '{planned.Type}' isn't deployed, because its condition is false, and can't be referenced.");

        if (planned is null && !reference.StartsWith('/'))
            throw new ExpressionException($"The resource '{reference}' is not defined in the template. Please see https://aka.ms/arm-syntax-resources for usage details.");

        var id = planned?.Id ?? reference;
        if (settings.World.Find(id) is { } found)
        {
            var view = (JsonObject)found.DeepClone();
            if (NestedOutputs.TryGetValue(id, out var outputs))
                view["properties"]!["outputs"] = outputs.DeepClone();

            return view;
        }

        if (Planning)
            throw new NotYetKnownException($"The resource '{id}' is not there yet.");

        throw new DeploymentException(new DeploymentError("ResourceNotFound", $"The Resource '{Describe(id)}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"), 404);
    }

    public IReadOnlyList<JsonObject> Resources(string symbol)
    {
        var turns = Planned.Where(planned => string.Equals(planned.Source.Symbol, symbol, StringComparison.OrdinalIgnoreCase)).ToList();
        return turns.Count > 0 || Template.Resources.Any(resource => string.Equals(resource.Symbol, symbol, StringComparison.OrdinalIgnoreCase))
            ? [.. turns.Where(turn => turn.Deployed).Select(turn => Resource(turn.Key))]
            : throw new ExpressionException($"The resource '{symbol}' is not defined in the template.");
    }

    public JsonObject Info(string symbol) => FindPlanned(symbol) is { } planned
        ? new JsonObject { ["id"] = planned.Id, ["name"] = planned.Name, ["type"] = planned.Type, ["apiVersion"] = planned.ApiVersion }
        : throw new ExpressionException($"The resource '{symbol}' is not defined in the template.");

    JsonNode ITemplateSurroundings.Secrets(string function, string reference)
    {
        try
        {
            var answer = settings.World.List(function, FindPlanned(reference)?.Id ?? reference);
            Keep(answer);
            return answer;
        }
        catch (DeploymentException) when (Planning)
        {
            throw new NotYetKnownException($"What {function} of '{reference}' answers is not known yet.");
        }
    }

    public void CountStep()
    {
        if (settings.Outer is { } outer)
            outer.CountStep();
        else if (++steps > MostSteps)
            throw new ExpressionException($"The template needs more than {MostSteps} steps to evaluate.");
    }

    /// <summary>By symbolic name or name; a turn of a loop as <c>symbol[2]</c>; or by id.</summary>
    public PlannedResource? FindPlanned(string reference) =>
        Planned.FirstOrDefault(planned => string.Equals(planned.Key, reference, StringComparison.OrdinalIgnoreCase))
        ?? Planned.FirstOrDefault(planned => string.Equals(planned.Id, reference, StringComparison.OrdinalIgnoreCase))
        ?? Planned.FirstOrDefault(planned => !Template.Symbolic && string.Equals(planned.Name, reference, StringComparison.OrdinalIgnoreCase));

    /// <summary>Parameters as the platform shows them: secure ones by type only.</summary>
    public JsonObject ShownParameters()
    {
        var shown = new JsonObject();
        foreach (var (name, definition) in settings.Outer is null ? Template.Parameters : new Dictionary<string, JsonElement>())
        {
            var schema = new ValueSchema(definition, Template);
            var parameter = new JsonObject { ["type"] = schema.TypeName };
            if (!schema.IsSecret && parameters.TryGetValue(name, out var value) && !unknown.Contains(name))
                parameter["value"] = SecretMask.Apply(value, secrets);

            shown[name] = parameter;
        }

        return shown;
    }

    private void BindParameters()
    {
        foreach (var (name, given) in settings.Parameters)
        {
            if (!Template.Parameters.ContainsKey(name))
            {
                throw Template.Invalid($"The template parameters '{name}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. "
                    + $"The only supported parameters for this template are '{string.Join(", ", Template.Parameters.Keys)}'. Please see https://aka.ms/arm-pass-parameter-values for usage details", "parameters");
            }

            if (given is not JsonObject holder || !holder.TryGetPropertyValue("value", out var value))
                throw Template.Invalid($"The parameter '{name}' must be given as an object with 'value'", $"parameters.{name}");

            if (Planning && Values.IsText(value, out var text) && ExpressionParser.IsExpression(text))
                unknown.Add(name);
            else
                parameters[name] = value?.DeepClone();
        }

        foreach (var (name, definition) in Template.Parameters)
        {
            var schema = new ValueSchema(definition, Template) { FitsUnknown = Planning };
            if (unknown.Contains(name))
                continue;

            var value = parameters.TryGetValue(name, out var given) && (given is not null || schema.IsNullable || !definition.Has("defaultValue")) ? given : Default(name, definition);
            parameters[name] = value;
            if (schema.Refuse(value) is { } refusal)
                throw Template.Invalid($"Template parameter '{name}' was provided an invalid value. {refusal}. Please see https://aka.ms/arm-create-parameter-file for usage details", $"parameters.{name}");

            secrets.UnionWith(schema.Secrets(value));
        }
    }

    private JsonNode? Default(string name, JsonElement definition)
    {
        var given = definition.At("defaultValue");
        if (given.ValueKind == JsonValueKind.Undefined)
        {
            return new ValueSchema(definition, Template).IsNullable
                ? parameters[name] = null
                : throw Template.Invalid($"The value for the template parameter '{name}' is not provided. Please see https://aka.ms/arm-create-parameter-file for usage details", $"parameters.{name}");
        }

        return parameters[name] = Once($"parameter '{name}'", () => TemplateTree.Evaluate(given, new Evaluation(this)));
    }

    private (JsonElement Value, bool IsLoop) FindVariable(string name)
    {
        var all = Template.Part("variables");
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

    private JsonNode? Once(string what, Func<JsonNode?> evaluate)
    {
        if (!underWay.Add(what))
            throw new ExpressionException($"Circular dependency detected: the {what} needs itself.");

        try
        {
            return evaluate();
        }
        finally
        {
            underWay.Remove(what);
        }
    }

    private void Keep(JsonNode? answer)
    {
        switch (answer)
        {
            case JsonObject properties:
                foreach (var (name, value) in properties.Where(property => !property.Key.Equals("name", StringComparison.OrdinalIgnoreCase)))
                    Keep(value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Keep(item);
                break;
            default:
                if (Values.IsText(answer, out var text) && text.Length > 0)
                    secrets.Add(text);
                break;
        }
    }

    private static string Describe(string id)
    {
        var parts = id.Split("/providers/");
        var group = parts[0].Split("/resourceGroups/", 2) is [_, var name] ? $"' under resource group '{name}" : "";
        return (parts.Length > 1 ? string.Join("/providers/", parts[1..]) : id) + group;
    }
}
