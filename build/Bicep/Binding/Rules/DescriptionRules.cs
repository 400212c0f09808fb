using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>Declarations that do not say what they are.</summary>
internal static class DescriptionRules
{
    public static IEnumerable<LintRule> All =>
    [
        new("use-description-params", RuleLevel.Off, file => Undescribed(file.Model.File.IsParameters ? [] : file.Model.Parameters, "parameter")),
        new("use-description-vars", RuleLevel.Off, file => Undescribed(file.Model.Variables, "variable")),
        new("use-description-outputs", RuleLevel.Off, file => Undescribed(file.Model.Outputs, "output")),
        new("use-description-types", RuleLevel.Off, file => Undescribed(file.Model.Types, "type")),
        new("use-description-type-properties", RuleLevel.Off, Properties),
    ];

    private static IEnumerable<LintFinding> Undescribed(IEnumerable<DeclaredSymbol> symbols, string kind) =>
        from symbol in symbols
        where symbol.Decorator("description") is null
        select new LintFinding(symbol.At, $"Add a description to {kind} \"{symbol.Name}\".");

    private static IEnumerable<LintFinding> Properties(LintedFile file) =>
        from property in file.All<TypePropertySyntax>()
        where property is { IsAdditional: false, KeyText: not null } && !property.Decorators.Any(decorator => decorator.Name == "description")
        select new LintFinding(property.Key.Span, $"Add a description to type property \"{property.KeyText}\".");
}
