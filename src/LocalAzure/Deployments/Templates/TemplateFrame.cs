using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Resources;

namespace LocalAzure.Deployments.Templates;

/// <summary>A template being evaluated: its parameters and variables with their values, and the resources they are about.</summary>
internal sealed class TemplateFrame : ITemplateSurroundings
{
    private const int MostSteps = 5_000_000;
    private readonly FrameSettings settings;
    private readonly SecretTexts secrets;
    private readonly TemplateParameters parameters;
    private readonly TemplateVariables variables;
    private readonly Lock gate = new();
    private int steps;

    /// <exception cref="DeploymentException">The parameters do not fit the template.</exception>
    public TemplateFrame(Template template, FrameSettings settings)
    {
        Template = template;
        this.settings = settings;
        secrets = new SecretTexts(settings.Secrets);
        var underWay = new EvaluationsUnderWay();
        variables = new TemplateVariables(this, underWay);
        parameters = new TemplateParameters(this, underWay, secrets);
        if (settings.Outer is null)
            parameters.Bind(settings.Parameters);
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
    public IReadOnlyCollection<string> Secrets => secrets.All;

    /// <summary>One evaluation at a time: values are made when they are first asked for.</summary>
    public Lock Gate => settings.Outer?.Gate ?? gate;

    public JsonNode? Parameter(string name) => settings.Outer is { } outer ? outer.Parameter(name) : parameters[name];

    public JsonNode? Variable(string name) => settings.Outer is { } outer ? outer.Variable(name) : variables[name];

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
            secrets.Add(answer);
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
    public JsonObject ShownParameters() => settings.Outer is null ? parameters.Shown() : [];

    private static string Describe(string id)
    {
        var parts = id.Split("/providers/");
        var group = parts[0].Split("/resourceGroups/", 2) is [_, var name] ? $"' under resource group '{name}" : "";
        return (parts.Length > 1 ? string.Join("/providers/", parts[1..]) : id) + group;
    }
}
