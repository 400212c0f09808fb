using System.Text.Json.Nodes;
using Frostline.Bicep.Binding;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Emission;

/// <summary>Writes resources and modules.</summary>
internal sealed class ResourceEmission(ArmExpressions expressions, EmissionBudget budget)
{
    /// <summary>The api-version of the deployments that modules become.</summary>
    public const string DeploymentsVersion = "2025-04-01";
    private static readonly string[] SecretParts = ["secretName", "secretVersion"];
    private static readonly string[] Options = ["onlyIfNotExists", "nullIfNotFound"];
    private static readonly string[] Identity = ["name", "parent", "scope", "dependsOn"];

    public JsonObject All()
    {
        var resources = new JsonObject();
        foreach (var resource in expressions.Model.Resources)
        {
            resources[expressions.NameOf(resource)] = Resource(resource);
        }

        foreach (var module in expressions.Model.Modules)
        {
            resources[expressions.NameOf(module)] = Module(module);
        }

        return resources;
    }

    private JsonObject Resource(ResourceSymbol resource)
    {
        var json = new JsonObject();
        Repeat(json, resource, resource.Syntax.Value);
        if (resource.Syntax.IsExisting)
        {
            json["existing"] = true;
        }

        if (Extensions.Has(resource))
        {
            return Foreign(json, resource);
        }

        json["type"] = resource.Type;
        json["apiVersion"] = resource.ApiVersion;
        if (resource.Syntax.Body?.Find("scope") is { } scope)
        {
            ResourceScope(json, scope.Value);
        }

        json["name"] = ArmExpressions.Text(expressions.FullName(resource));
        foreach (var property in resource.Syntax.Body?.Properties.Where(property => property.KeyText is not null && !Identity.Contains(property.KeyText)) ?? [])
        {
            // Beside the copy of the resource itself there is no place for one of a property.
            json[property.KeyText!] = property.Value is ForSyntax loop ? ArmExpressions.Bracketed(expressions.Write(loop)) : expressions.Json(property.Value);
        }

        if (Options.Where(name => resource.Decorator(name) is not null).Select(name => KeyValuePair.Create(name, (JsonNode?)true)).ToList() is { Count: > 0 } options)
        {
            json["@options"] = new JsonObject(options);
        }

        Wait(json, resource);
        return json;
    }

    private JsonObject Foreign(JsonObject json, ResourceSymbol resource)
    {
        json["import"] = Extensions.Of(resource.Model).Select(Extensions.AliasOf).First();
        json["type"] = $"{resource.Type}@{resource.ApiVersion}";
        json["properties"] = expressions.Object(resource.Syntax.Body?.Properties.Where(property => property.KeyText != "dependsOn") ?? []);
        Wait(json, resource);
        return json;
    }

    private JsonObject Module(ModuleSymbol module)
    {
        var json = new JsonObject();
        Repeat(json, module, module.Syntax.Value);
        json["type"] = "Microsoft.Resources/deployments";
        json["apiVersion"] = DeploymentsVersion;
        json["name"] = module.Syntax.Body?.Find("name") is { } name ? expressions.Json(name.Value) : ArmExpressions.Bracketed(ArmExpressions.DefaultName(module, null));
        ModuleScope(json, module);
        var properties = new JsonObject
        {
            ["expressionEvaluationOptions"] = new JsonObject { ["scope"] = "inner" },
            ["mode"] = "Incremental",
        };
        if (module.Syntax.Body?.Find("params") is { Value: ObjectSyntax parameters })
        {
            properties["parameters"] = Parameters(parameters);
        }

        properties["template"] = module.Target is { } target ? Nested(target) : module.Json?.DeepClone();
        json["properties"] = properties;
        Wait(json, module);
        return json;
    }

    private JsonObject Nested(FileModel target)
    {
        budget.Enter();
        var template = new TemplateEmission(target, budget).Template();
        budget.Leave();
        return template;
    }

    private JsonObject Parameters(ObjectSyntax parameters)
    {
        var json = new JsonObject();
        foreach (var property in parameters.Properties.Where(property => property.KeyText is not null))
        {
            json[property.KeyText!] = property.Value switch
            {
                ForSyntax loop => new JsonObject { ["copy"] = new JsonArray(expressions.Copy(loop, "value", "value")) },
                MethodCallSyntax { Name.Text: "getSecret" } call => Secret(call),
                TernarySyntax choice when ChoosesSecret(choice) => JsonValue.Create(ArmExpressions.Bracketed(Choice(choice))),
                _ => new JsonObject { ["value"] = expressions.Json(property.Value) },
            };
        }

        return json;
    }

    private static bool ChoosesSecret(ExpressionSyntax value) => value switch
    {
        MethodCallSyntax { Name.Text: "getSecret" } => true,
        TernarySyntax choice => ChoosesSecret(choice.WhenTrue) || ChoosesSecret(choice.WhenFalse),
        ParenthesizedSyntax inner => ChoosesSecret(inner.Expression),
        _ => false,
    };

    // Whether a parameter is a value or a reference is part of what is chosen.
    private string Choice(ExpressionSyntax value) => value switch
    {
        TernarySyntax choice => $"if({expressions.Write(choice.Condition)}, {Choice(choice.WhenTrue)}, {Choice(choice.WhenFalse)})",
        ParenthesizedSyntax inner => Choice(inner.Expression),
        MethodCallSyntax { Name.Text: "getSecret" } call => $"createObject('reference', createObject('keyVault', createObject('id', {expressions.ScopeId(call.Receiver)}), {string.Join(", ", call.Arguments.Zip(SecretParts, (argument, part) => $"'{part}', {expressions.Write(argument)}"))}))",
        _ => $"createObject('value', {expressions.Write(value)})",
    };

    private JsonObject Secret(MethodCallSyntax call)
    {
        var reference = new JsonObject
        {
            ["keyVault"] = new JsonObject { ["id"] = ArmExpressions.Bracketed(expressions.ScopeId(call.Receiver)) },
            ["secretName"] = call.Arguments.Count > 0 ? expressions.Json(call.Arguments[0]) : null,
        };
        if (call.Arguments.Count > 1)
        {
            reference["secretVersion"] = expressions.Json(call.Arguments[1]);
        }

        return new JsonObject { ["reference"] = reference };
    }

    private void Repeat(JsonObject json, DeclaredSymbol symbol, ExpressionSyntax body)
    {
        if (body is ForSyntax loop)
        {
            var copy = new JsonObject { ["name"] = symbol.Name, ["count"] = expressions.Begin(loop, null) };
            if (symbol.Decorator("batchSize") is { Arguments: [var size] })
            {
                copy["mode"] = "serial";
                copy["batchSize"] = expressions.Json(size);
            }

            json["copy"] = copy;
        }

        if (expressions.Conditions(symbol) is { } condition)
        {
            json["condition"] = condition switch { "true()" => true, "false()" => false, _ => ArmExpressions.Text(condition) };
        }
    }

    private void ResourceScope(JsonObject json, ExpressionSyntax scope)
    {
        switch (scope)
        {
            case FunctionCallSyntax { Name.Text: "resourceGroup", Arguments: [var group] }:
                json["resourceGroup"] = expressions.Json(group);
                break;
            case FunctionCallSyntax { Name.Text: "resourceGroup", Arguments: [var subscription, var group] }:
                json["subscriptionId"] = expressions.Json(subscription);
                json["resourceGroup"] = expressions.Json(group);
                break;
            case FunctionCallSyntax { Name.Text: "resourceGroup" }:
                break;
            case FunctionCallSyntax { Name.Text: "subscription", Arguments: var arguments }:
                json["subscriptionId"] = arguments.Count == 1 ? expressions.Json(arguments[0]) : "[subscription().subscriptionId]";
                break;
            case FunctionCallSyntax { Name.Text: "tenant" }:
                json["scope"] = "/";
                break;
            case var _ when expressions.GroupName(scope) is { } name:
                json["resourceGroup"] = ArmExpressions.Text(name);
                break;
            default:
                json["scope"] = ArmExpressions.Bracketed(expressions.ScopeId(scope));
                break;
        }
    }

    private void ModuleScope(JsonObject json, ModuleSymbol module)
    {
        var scope = module.Syntax.Body?.Find("scope")?.Value;
        switch (scope)
        {
            case null:
                break;
            case FunctionCallSyntax { Name.Text: "managementGroup", Arguments: var arguments }:
                json["scope"] = arguments.Count == 1
                    ? ArmExpressions.Bracketed($"format('Microsoft.Management/managementGroups/{{0}}', {expressions.Write(arguments[0])})")
                    : "[format('Microsoft.Management/managementGroups/{0}', managementGroup().name)]";
                break;
            default:
                ResourceScope(json, scope);
                break;
        }

        // Only a resource group says where the record of a deployment is kept.
        var isInGroup = scope is null ? expressions.Model.Scope == ScopeKind.ResourceGroup : scope is FunctionCallSyntax { Name.Text: "resourceGroup" } || expressions.GroupName(scope) is not null;
        if (!isInGroup)
        {
            json["location"] = expressions.Model.Scope == ScopeKind.ResourceGroup ? "[resourceGroup().location]" : "[deployment().location]";
        }
    }

    private void Wait(JsonObject json, Symbol symbol)
    {
        var waits = DeploymentDependencies.Of(expressions.Model, symbol).OfType<DeclaredSymbol>().Select(expressions.NameOf).Order(StringComparer.Ordinal).ToList();
        if (waits.Count > 0)
        {
            json["dependsOn"] = new JsonArray([.. waits.Select(name => (JsonNode)name)]);
        }
    }
}
