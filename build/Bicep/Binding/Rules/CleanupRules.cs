using System.Text.RegularExpressions;
using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>What says nothing, or what another tool left behind.</summary>
internal static partial class CleanupRules
{
    public static IEnumerable<LintRule> All =>
    [
        new("decompiler-cleanup", RuleLevel.Warning, Decompiled),
        new("no-hardcoded-outputs", RuleLevel.Off, HardcodedOutputs),
        new("no-module-name", RuleLevel.Off, ModuleNames),
        new("use-safe-access", RuleLevel.Warning, SafeAccesses),
    ];

    [GeneratedRegex("[a-zA-Z0-9]+_resource$", RegexOptions.CultureInvariant)]
    private static partial Regex DecompiledResource();

    [GeneratedRegex("[a-zA-Z0-9]+_var$", RegexOptions.CultureInvariant)]
    private static partial Regex DecompiledVariable();

    private static IEnumerable<LintFinding> Decompiled(LintedFile file) =>
        (from resource in file.Model.Resources
         where DecompiledResource().IsMatch(resource.Name) && resource.Syntax.Body?.Find("name")?.Value is StringSyntax
         select Decompiled(resource.Syntax.Body!.Find("name")!.Value.Span, $"The symbolic name of resource '{resource.Name}'"))
        .Concat(
         from variable in file.Model.Variables
         where DecompiledVariable().IsMatch(variable.Name)
         select Decompiled(variable.At, $"The name of variable '{variable.Name}'"));

    private static LintFinding Decompiled(TextSpan at, string subject) =>
        new(at, $"{subject} appears to have originated from a naming conflict during a decompilation from JSON. Consider renaming it and removing the suffix.");

    private static IEnumerable<LintFinding> HardcodedOutputs(LintedFile file) =>
        from output in file.Model.Outputs
        where IsHardcoded(output.Syntax.Value)
        select new LintFinding(output.Syntax.Value.Span, $"Output \"{output.Name}\" has a hardcoded value. Use an exported variable instead.");

    private static bool IsHardcoded(ExpressionSyntax value) => value switch
    {
        StringSyntax text => text.Literal is not null,
        IntegerSyntax or BooleanSyntax or NullSyntax => true,
        UnarySyntax unary => IsHardcoded(unary.Operand),
        ParenthesizedSyntax inner => IsHardcoded(inner.Expression),
        ArraySyntax array => array.Items.All(IsHardcoded),
        ObjectSyntax members => members.Members.All(member => member is ObjectPropertySyntax property && IsHardcoded(property.Value)),
        _ => false,
    };

    private static IEnumerable<LintFinding> ModuleNames(LintedFile file) =>
        from module in file.Model.Modules
        let name = module.Syntax.Body?.Find("name")
        where name is not null
        select new LintFinding(name.Key.Span, $"The name of module \"{module.Name}\" can be left out: Bicep makes one for each deployment.");

    private static IEnumerable<LintFinding> SafeAccesses(LintedFile file) =>
        from ternary in file.All<TernarySyntax>()
        where ternary.Condition is FunctionCallSyntax { Name.Text: "contains", Arguments: [var held, var key] } call
            && file.Model.SymbolOf(call) is null
            && Accessed(file.Model, ternary.WhenTrue) is var (receiver, name)
            && Text(file.Model, held) == receiver && Text(file.Model, key) == name
        select new LintFinding(ternary.Span, "The syntax can be simplified by using the safe access (.?) operator.");

    private static (string Receiver, string Key)? Accessed(FileModel model, ExpressionSyntax expression) => expression switch
    {
        PropertyAccessSyntax { IsSafe: false } access => (Text(model, access.Receiver), $"'{access.Name.Text}'"),
        ArrayAccessSyntax { IsSafe: false, FromEnd: false } access => (Text(model, access.Receiver), Text(model, access.Index)),
        _ => null,
    };

    private static string Text(FileModel model, SyntaxNode node) => string.Concat(model.TextOf(node).Where(character => !char.IsWhiteSpace(character)));
}
