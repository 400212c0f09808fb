using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>What ARM takes at most in one template.</summary>
internal static class LimitRules
{
    public static IEnumerable<LintRule> All =>
    [
        Limit("max-params", 256, "parameters", file => [.. file.Model.Parameters]),
        Limit("max-variables", 512, "variables", file => [.. file.Model.Variables]),
        Limit("max-resources", 800, "resources", file => [.. file.Model.Resources.Where(resource => !resource.Syntax.IsExisting), .. file.Model.Modules]),
        Limit("max-asserts", 32, "asserts", file => [.. file.Model.Syntax.Statements.OfType<AssertSyntax>().Select(assert => new PassiveSymbol(file.Model, assert))]),
        Limit("max-outputs", 64, "outputs", file => [.. file.Model.Outputs]),
    ];

    private static LintRule Limit(string id, int most, string what, Func<LintedFile, List<Symbol>> symbols) => new(id, RuleLevel.Error, file =>
        symbols(file) is { } found && found.Count > most
            ? [new LintFinding(found[most].At, $"Too many {what}. Number of {what} is limited to {most}.")]
            : []);
}
