using Frostline.Bicep.Configuration;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>Deployments written as resources: what their templates may refer to, and what of it is kept in clear text.</summary>
internal static class NestedDeploymentRules
{
    public static IEnumerable<LintRule> All =>
    [
        new("secure-params-in-nested-deploy", RuleLevel.Warning, Secrets),
        new("nested-deployment-template-scoping", RuleLevel.Error, Scoping),
    ];

    private static IEnumerable<LintFinding> Secrets(LintedFile file)
    {
        foreach (var (resource, properties, template) in Deployments(file))
        {
            if (IsInner(properties))
            {
                continue;
            }

            var secure = Named(file, template).Select(name => name.Symbol).OfType<ParameterSymbol>().Where(parameter => parameter.IsSecure).Select(parameter => $"'{parameter.Name}'").Distinct().ToList();
            if (secure.Count > 0)
            {
                yield return Exposed(resource, $"'{resource.Name}' is an outer scoped nested deployment that accesses secure string parameters ({string.Join(", ", secure)}), which could expose their values in deployment history.");
            }

            if (LintedFile.Within(template).OfType<FunctionCallSyntax>().FirstOrDefault(call => StandardLibrary.IsListFunction(call.Name.Text)) is { } call)
            {
                yield return Exposed(resource, $"'{resource.Name}' is an outer scoped nested deployment that calls a list* function ({file.Model.TextOf(call)}), which could expose sensitive values in deployment history.");
            }
        }
    }

    private static LintFinding Exposed(ResourceSymbol resource, string problem) =>
        new(resource.At, $"{problem} Either set the deployment's properties.expressionEvaluationOptions.scope to 'inner' or use a Bicep module instead.");

    private static IEnumerable<LintFinding> Scoping(LintedFile file) =>
        from deployment in Deployments(file)
        where IsInner(deployment.Properties)
        from name in Named(file, deployment.Template)
        where name.Symbol is DeclaredSymbol or ImportSymbol
        select new LintFinding(name.Node.Span, $"The symbol \"{name.Symbol.Name}\" is declared in the context of the outer deployment and cannot be accessed by expressions within a nested deployment template for which expression evaluation is scoped as 'inner'.");

    private static IEnumerable<(ResourceSymbol Resource, ObjectSyntax Properties, ExpressionSyntax Template)> Deployments(LintedFile file) =>
        from resource in file.Model.Resources
        where resource.Type.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase)
        let properties = resource.Syntax.Body?.Find("properties")?.Value as ObjectSyntax
        let template = properties?.Find("template")?.Value
        where template is not null
        select (resource, properties, template);

    private static bool IsInner(ObjectSyntax properties) =>
        (properties.Find("expressionEvaluationOptions")?.Value as ObjectSyntax)?.Find("scope")?.Value is StringSyntax { Literal: { } scope } && scope.Equals("inner", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(VariableSyntax Node, Symbol Symbol)> Named(LintedFile file, SyntaxNode template) =>
        from variable in LintedFile.Within(template).OfType<VariableSyntax>()
        let symbol = file.Model.SymbolOf(variable)
        where symbol is not null
        select (variable, symbol);
}
