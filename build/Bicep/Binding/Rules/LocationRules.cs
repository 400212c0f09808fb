using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>Where resources are is chosen where the template is deployed.</summary>
internal static class LocationRules
{
    public static IEnumerable<LintRule> All =>
    [
        new("no-hardcoded-location", RuleLevel.Off, Literals),
        new("no-loc-expr-outside-params", RuleLevel.Off, Expressions),
        new("explicit-values-for-loc-params", RuleLevel.Off, Defaults),
    ];

    private static IEnumerable<LintFinding> Literals(LintedFile file) =>
        from resource in file.Model.Resources
        let location = resource.Syntax.Body?.Find("location")?.Value
        where Literal(file.Model, location) is { } text && !text.Equals("global", StringComparison.OrdinalIgnoreCase)
        select new LintFinding(location.Span, $"A resource location should not use a hard-coded string or variable value. Please use a parameter value, an expression, or the string 'global'. Found: '{Literal(file.Model, location)}'");

    private static string? Literal(FileModel model, ExpressionSyntax? value) => value switch
    {
        StringSyntax text => text.Literal,
        VariableSyntax variable when model.SymbolOf(variable) is VariableSymbol { Syntax.Value: StringSyntax text } => text.Literal,
        _ => null,
    };

    private static IEnumerable<LintFinding> Expressions(LintedFile file) =>
        from access in file.All<PropertyAccessSyntax>()
        where IsLocation(access) && access.Ancestor<ParameterSyntax>() is null
        select new LintFinding(access.Span, $"Use a parameter here instead of '{file.Model.TextOf(access)}'. 'resourceGroup().location' and 'deployment().location' should only be used as a default value for parameters.");

    private static bool IsLocation(SyntaxNode node) =>
        node is PropertyAccessSyntax { Name.Text: "location", Receiver: FunctionCallSyntax { Name.Text: "resourceGroup" or "deployment" } or MethodCallSyntax { Name.Text: "resourceGroup" or "deployment" } };

    private static IEnumerable<LintFinding> Defaults(LintedFile file) =>
        from module in file.Model.Modules
        let target = module.Target
        where target is not null
        let given = module.Syntax.Body?.Find("params")
        from parameter in target.Parameters
        where parameter.Syntax.Default is not null && IsForLocations(target, parameter) && (given?.Value as ObjectSyntax)?.Find(parameter.Name) is null
        select new LintFinding(given?.Span ?? module.At, $"Parameter '{parameter.Name}' of module '{module.Name}' isn't assigned an explicit value, and its default value may not give the intended behavior for a location-related parameter. You should assign an explicit value to the parameter.");

    private static bool IsForLocations(FileModel model, ParameterSymbol parameter) =>
        LintedFile.Within(parameter.Syntax.Default!).Any(IsLocation)
        || model.Resources.Any(resource => resource.Syntax.Body?.Find("location") is { } location && LintedFile.Within(location.Value).OfType<VariableSyntax>().Any(variable => model.SymbolOf(variable) == parameter));
}
