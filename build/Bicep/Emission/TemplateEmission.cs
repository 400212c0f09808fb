using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Emission;

/// <summary>Writes a file as an ARM template with symbolic names; modules become deployments within it.</summary>
internal sealed class TemplateEmission
{
    private const string Schemas = "https://schema.management.azure.com/schemas/";
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000, NewLine = "\n" };
    private readonly FileModel _model;
    private readonly EmissionNames _names;
    private readonly ArmExpressions _expressions;
    private readonly ArmTypes _types;

    private readonly EmissionBudget _budget;

    public TemplateEmission(FileModel model, EmissionBudget budget)
    {
        budget.Take();
        _budget = budget;
        _model = model;
        _names = new EmissionNames(model);
        _expressions = new ArmExpressions(model, _names);
        _types = new ArmTypes(_expressions, _names);
    }

    public string Emit() => Template().ToJsonString(Format) + "\n";

    public JsonObject Template()
    {
        var definitions = Map(_model.Types, type => _names.Of(type), type => _types.Schema(type.Syntax.Value, type.Decorators));
        var functions = Map(_model.Functions, function => _names.Of(function), function => Function(function, _expressions, _types));
        var parameters = Map(_model.Parameters, parameter => parameter.Name, Parameter);
        var variables = Variables();
        var resources = new ResourceEmission(_expressions, _budget).All();
        var outputs = Map(_model.Outputs, output => output.Name, Output);
        TakeForeign(definitions, functions, variables);

        var template = new JsonObject
        {
            ["$schema"] = Schemas + _model.Scope switch
            {
                ScopeKind.Subscription => "2018-05-01/subscriptionDeploymentTemplate.json#",
                ScopeKind.ManagementGroup => "2019-08-01/managementGroupDeploymentTemplate.json#",
                ScopeKind.Tenant => "2019-08-01/tenantDeploymentTemplate.json#",
                _ => "2019-04-01/deploymentTemplate.json#",
            },
            ["languageVersion"] = "2.0",
            ["contentVersion"] = "1.0.0.0",
            ["metadata"] = Metadata(),
        };
        Add(template, "imports", Map(Extensions.Of(_model), extension => Extensions.AliasOf(extension), Import));
        Add(template, "definitions", definitions);
        if (functions.Count > 0)
        {
            template["functions"] = new JsonArray(new JsonObject { ["namespace"] = "__bicep", ["members"] = functions });
        }

        Add(template, "parameters", parameters);
        Add(template, "variables", variables);
        template["resources"] = resources;
        Add(template, "outputs", outputs);
        return template;
    }

    private static void Add(JsonObject template, string name, JsonObject section)
    {
        if (section.Count > 0)
        {
            template[name] = section;
        }
    }

    private static JsonObject Map<T>(IEnumerable<T> symbols, Func<T, string> name, Func<T, JsonNode?> value)
    {
        var section = new JsonObject();
        foreach (var symbol in symbols)
        {
            section[name(symbol)] = value(symbol);
        }

        return section;
    }

    private JsonObject Metadata()
    {
        var metadata = new JsonObject();
        foreach (var statement in _model.Syntax.Statements.OfType<MetadataSyntax>())
        {
            metadata[statement.Name.Text] = _expressions.Json(statement.Value);
        }

        metadata["_generator"] = new JsonObject { ["name"] = "frostline", ["version"] = typeof(TemplateEmission).Assembly.GetName().Version!.ToString(3) };
        return metadata;
    }

    private JsonObject Import(ExtensionSyntax extension)
    {
        var import = new JsonObject { ["provider"] = "Kubernetes", ["version"] = "1.0.0" };
        if (extension.Configuration is { } configuration)
        {
            import["config"] = _expressions.Json(configuration);
        }

        return import;
    }

    private JsonObject Parameter(ParameterSymbol parameter)
    {
        var schema = _types.Schema(parameter.Syntax.Type, parameter.Decorators);
        if (parameter.Syntax.Default is { } standard)
        {
            schema["defaultValue"] = _expressions.Json(standard);
        }

        return schema;
    }

    private JsonObject Variables()
    {
        var variables = new JsonObject();
        var copies = new JsonArray();
        foreach (var variable in _model.Variables.Where(variable => !_expressions.IsRuntime(variable)))
        {
            if (variable.Syntax.Value is ForSyntax loop)
            {
                copies.Add(_expressions.Copy(loop, variable.Name, variable.Name));
            }
            else
            {
                variables[variable.Name] = _expressions.Json(variable.Syntax.Value);
            }
        }

        if (copies.Count > 0)
        {
            variables["copy"] = copies;
        }

        return variables;
    }

    private JsonObject Output(OutputSymbol output)
    {
        var schema = _types.Schema(output.Syntax.Type, output.Decorators);
        if (output.Syntax.Value is ForSyntax loop)
        {
            schema["copy"] = _expressions.Copy(loop, null, null);
        }
        else
        {
            schema["value"] = _expressions.Json(output.Syntax.Value);
        }

        return schema;
    }

    private static JsonObject Function(FunctionSymbol function, ArmExpressions expressions, ArmTypes types)
    {
        if (function.Syntax.Lambda is not { } lambda)
        {
            return new JsonObject();
        }

        var parameters = new JsonArray();
        foreach (var variable in lambda.Variables)
        {
            expressions.Name(variable, $"parameters({ArmExpressions.Quote(variable.Name.Text)})");
            var parameter = variable.Type is { } type ? types.Schema(type, []) : [];
            parameter["name"] = variable.Name.Text;
            parameters.Add(parameter);
        }

        var output = lambda.ReturnType is { } returned ? types.Schema(returned, []) : [];
        output["value"] = expressions.Json(lambda.Body);
        return new JsonObject { ["parameters"] = parameters, ["output"] = output };
    }

    private void TakeForeign(JsonObject definitions, JsonObject functions, JsonObject variables)
    {
        while (_names.TryTakeForeign(out var symbol))
        {
            var expressions = new ArmExpressions(symbol.Model, _names);
            var types = new ArmTypes(expressions, _names);
            switch (symbol)
            {
                case TypeSymbol type:
                    definitions[_names.Of(type)] = types.Schema(type.Syntax.Value, type.Decorators);
                    break;
                case FunctionSymbol function:
                    functions[_names.Of(function)] = Function(function, expressions, types);
                    break;
                case VariableSymbol variable:
                    variables[_names.Of(variable)] = expressions.Json(variable.Syntax.Value);
                    break;
            }
        }
    }
}
