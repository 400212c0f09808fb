using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>Types that say less than they could.</summary>
internal static class TypeRules
{
    public static IEnumerable<LintRule> All =>
    [
        new("no-explicit-any", RuleLevel.Warning, file => Named(file, "any", "Avoid the \"any\" type: it turns off the checks of everything assigned to it. Use a user-defined type instead.")),
        new("use-user-defined-types", RuleLevel.Off, file => Named(file, "object", Untyped).Concat(Named(file, "array", Untyped))),
    ];

    private const string Untyped = "Use user-defined types instead of 'object' or 'array'.";

    private static IEnumerable<LintFinding> Named(LintedFile file, string type, string message) =>
        from name in file.All<TypeNameSyntax>()
        where file.Model.SymbolOf(name) is null && (name.Name.Text == type || IsQualified(name, type))
        select new LintFinding(name.Span, message);

    private static bool IsQualified(TypeNameSyntax name, string type) =>
        name is { Name.Text: "sys", Parent: TypeAccessSyntax { IsItem: false, Selector: Token selector } } && selector.Text == type;
}
