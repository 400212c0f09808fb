using System.Text.RegularExpressions;
using Frostline.Bicep.Configuration;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>How ids of resources are made, and what depends on them before a deployment begins.</summary>
internal static partial class IdentifierRules
{
    private static readonly string[] Allowed = ["extensionResourceId", "guid", "if", "reference", "resourceId", "subscription", "subscriptionResourceId", "tenantResourceId"];

    /// <summary>Properties whose names end like ids and are none.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "appId", "clientId", "contentId", "connectorId", "dataTypeId", "defaultMenuItemId", "deploymentSpecId", "groupId", "keyId", "keyVaultId", "keyVaultSecretId", "menuId",
        "metricId", "nodeAgentSkuId", "objectId", "parentId", "policyDefinitionReferenceId", "principalId", "requestedServiceObjectiveId", "ruleId", "schemaId", "servicePrincipalClientId",
        "sid", "storageAccountSubscriptionId", "subscriptionId", "syntheticMonitorId", "targetProtectionContainerId", "targetWorkerSizeId", "tenantId", "timezoneId", "vlanId", "workerSizeId",
    };

    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "detector", "locations", "metadata", "resource", "tags" };

    public static IEnumerable<LintRule> All =>
    [
        new("use-resource-id-functions", RuleLevel.Off, Ids),
        new("use-recognized-resource-type", RuleLevel.Warning, Types),
        new("what-if-short-circuiting", RuleLevel.Off, Unpredictable),
    ];

    [GeneratedRegex("^[a-z0-9]+(\\.[a-z0-9]+)+(/[a-z0-9]+)+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ResourceType();

    private static IEnumerable<LintFinding> Ids(LintedFile file) =>
        from resource in file.Model.Resources
        where resource.Syntax.Body?.Find("properties")?.Value is ObjectSyntax
        from property in LintedFile.Within(resource.Syntax.Body!.Find("properties")!.Value).OfType<ObjectPropertySyntax>()
        where IsId(property) && !IsSkipped(property) && !IsMadeWell(file.Model, property.Value)
        select new LintFinding(property.Key.Span, $"If property \"{property.KeyText}\" represents a resource ID, it must use a symbolic resource reference, be a parameter or start with one of these functions: {string.Join(", ", Allowed)}.");

    private static bool IsId(ObjectPropertySyntax property) =>
        property is { KeyText: { } name, Value: StringSyntax or VariableSyntax or FunctionCallSyntax }
        && name.EndsWith("id", StringComparison.OrdinalIgnoreCase) && !name.EndsWith("uid", StringComparison.Ordinal) && !name.EndsWith("UID", StringComparison.Ordinal)
        && !Others.Contains(name);

    private static bool IsSkipped(SyntaxNode node)
    {
        for (var above = node.Ancestor<ObjectPropertySyntax>(); above is not null; above = above.Ancestor<ObjectPropertySyntax>())
        {
            if (above.KeyText is { } name && Skipped.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMadeWell(FileModel model, ExpressionSyntax value) =>
        LintedFile.Within(value).Any(node => model.SymbolOf(node) is ResourceSymbol or ModuleSymbol) || value switch
        {
            FunctionCallSyntax call => Allowed.Contains(call.Name.Text),
            VariableSyntax variable => model.SymbolOf(variable) is not VariableSymbol symbol || model.Cyclic.Contains(symbol) || IsMadeWell(model, symbol.Syntax.Value),
            StringSyntax { Segments: ["", ..], Expressions: [var first, ..] } => IsMadeWell(model, first),
            StringSyntax => false,
            _ => true,
        };

    private static IEnumerable<LintFinding> Types(LintedFile file) =>
        from call in file.All<FunctionCallSyntax>()
        where file.Model.SymbolOf(call) is null && (call.Name.Text == "reference" || StandardLibrary.IsListFunction(call.Name.Text)) && call.Arguments.Count > 0
        let type = TypeIn(call.Arguments[0])
        where type is not null && file.Types.KnowsProvider(type.Split('/')[0]) && file.Types.VersionsOf(type).Count == 0
        select new LintFinding(call.Span, $"Resource type \"{type}\" in the function \"{call.Name.Text}\" is not recognized.");

    private static string? TypeIn(ExpressionSyntax argument) => argument switch
    {
        FunctionCallSyntax { Name.Text: "resourceId" } call => call.Arguments.Select(TypeIn).FirstOrDefault(type => type is not null),
        StringSyntax { Literal: { } text } when ResourceType().IsMatch(text) => text,
        _ => null,
    };

    private static IEnumerable<LintFinding> Unpredictable(LintedFile file)
    {
        var runtime = new RuntimeVariables();
        return
            from module in file.Model.Modules
            let target = module.Target
            where target is not null
            from property in (module.Syntax.Body?.Find("params")?.Value as ObjectSyntax)?.Properties ?? []
            let parameter = target.Parameters.Find(parameter => parameter.Name == property.KeyText)
            where parameter is not null && Identifies(target, parameter) && runtime.IsRuntime(file.Model, property.Value)
            select new LintFinding(property.Value.Span, $"Runtime value '{file.Model.TextOf(property.Value)}' will reduce the precision of what-if analysis for module '{module.Name}'");
    }

    // What-if has to know the names, scopes and conditions of resources before it asks about them.
    private static bool Identifies(FileModel model, ParameterSymbol parameter)
    {
        var seen = new HashSet<Symbol>();
        var pending = new Queue<SyntaxNode>(model.Resources.SelectMany(resource => Decisive(resource.Syntax.Value, resource.Syntax.Body)).Concat(model.Modules.SelectMany(module => Decisive(module.Syntax.Value, module.Syntax.Body))));
        while (pending.TryDequeue(out var next))
        {
            foreach (var symbol in LintedFile.Within(next).Select(model.SymbolOf).OfType<Symbol>().Where(seen.Add))
            {
                if (symbol == parameter)
                {
                    return true;
                }

                if (symbol is VariableSymbol variable && variable.Model == model)
                {
                    pending.Enqueue(variable.Syntax.Value);
                }
            }
        }

        return false;
    }

    private static IEnumerable<SyntaxNode> Decisive(ExpressionSyntax value, ObjectSyntax? body)
    {
        if ((value is ForSyntax loop ? loop.Body : value) is IfSyntax condition)
        {
            yield return condition.Condition;
        }

        foreach (var property in body?.Properties.Where(property => property.KeyText is "name" or "scope") ?? [])
        {
            yield return property.Value;
        }
    }
}
