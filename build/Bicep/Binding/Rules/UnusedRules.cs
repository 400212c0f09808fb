using Frostline.Bicep.Configuration;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>What is declared and never used.</summary>
internal static class UnusedRules
{
    public static IEnumerable<LintRule> All =>
    [
        new("no-unused-params", RuleLevel.Warning, file => Unused(file, file.Model.File.IsParameters ? [] : file.Model.Parameters, "Parameter")),
        new("no-unused-vars", RuleLevel.Warning, file => Unused(file, file.Model.Variables.Where(variable => !variable.IsExported), "Variable")),
        new("no-unused-types", RuleLevel.Warning, file => Unused(file, file.Model.Types.Where(type => !type.IsExported), "Type")),
        new("no-unused-imports", RuleLevel.Warning, file => Unused(file, file.Model.Imports, "Import")),
        new("no-unused-existing-resources", RuleLevel.Warning, file => Unused(file, file.Model.Resources.Where(resource => resource.Syntax.IsExisting && resource.Syntax.Body?.Resources.Count is 0 or null), "Existing resource")),
    ];

    private static IEnumerable<LintFinding> Unused(LintedFile file, IEnumerable<Symbol> symbols, string kind) =>
        symbols.Where(symbol => symbol.Name.Length > 0 && !file.Model.Used.Contains(symbol))
            .Select(symbol => new LintFinding(symbol.At, $"{kind} \"{symbol.Name}\" is declared but never used."));
}
