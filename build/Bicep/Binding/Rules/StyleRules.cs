using System.Text.RegularExpressions;
using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>The same said more plainly.</summary>
internal static partial class StyleRules
{
    private const string Unquoted = "Property names that are valid identifiers should be declared without quotation marks and accessed using dot notation.";

    public static IEnumerable<LintRule> All =>
    [
        new("prefer-interpolation", RuleLevel.Warning, Concatenations),
        new("simplify-interpolation", RuleLevel.Warning, Interpolations),
        new("prefer-unquoted-property-names", RuleLevel.Warning, file => QuotedNames(file).Concat(QuotedAccesses(file))),
        new("simplify-json-null", RuleLevel.Warning, JsonNull),
        new("no-conflicting-metadata", RuleLevel.Warning, Metadata),
    ];

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    private static IEnumerable<LintFinding> Concatenations(LintedFile file) =>
        from call in file.All<FunctionCallSyntax>()
        where call.Name.Text == "concat" && file.Model.SymbolOf(call) is null && call.Arguments.Any(argument => argument is StringSyntax)
        select new LintFinding(call.Span, "Use string interpolation instead of the concat function.");

    private static IEnumerable<LintFinding> Interpolations(LintedFile file) =>
        from text in file.All<StringSyntax>()
        where text is { Segments: ["", ""], Expressions: [var only] } && IsString(file.Model, only) && (text.Parent as ObjectPropertySyntax)?.Key != text
        select new LintFinding(text.Span, "Remove unnecessary string interpolation.");

    private static bool IsString(FileModel model, ExpressionSyntax expression) => expression switch
    {
        VariableSyntax variable => model.SymbolOf(variable) switch
        {
            ParameterSymbol { Syntax.Type: TypeNameSyntax { Name.Text: "string" } } => true,
            VariableSymbol { Syntax.Value: StringSyntax } => true,
            _ => false,
        },
        StringSyntax => true,
        PropertyAccessSyntax { Name.Text: "name" or "id", Receiver: VariableSyntax resource } => model.SymbolOf(resource) is ResourceSymbol,
        _ => false,
    };

    private static IEnumerable<LintFinding> QuotedNames(LintedFile file) =>
        from property in file.All<ObjectPropertySyntax>()
        where property.Key is StringSyntax { Literal: { } name, IsMultiLine: false } && Identifier().IsMatch(name)
        select new LintFinding(property.Key.Span, Unquoted);

    private static IEnumerable<LintFinding> QuotedAccesses(LintedFile file) =>
        from access in file.All<ArrayAccessSyntax>()
        where access is { FromEnd: false, Index: StringSyntax { Literal: { } name, IsMultiLine: false } } && Identifier().IsMatch(name)
        select new LintFinding(TextSpan.Between(access.Receiver.Span.End, access.Span.End), Unquoted);

    private static IEnumerable<LintFinding> JsonNull(LintedFile file) =>
        from call in file.All<FunctionCallSyntax>()
        where call.Name.Text == "json" && call.Arguments is [StringSyntax { Literal: "null" }]
        select new LintFinding(call.Span, "Simplify json('null') to null");

    private static IEnumerable<LintFinding> Metadata(LintedFile file) =>
        from statement in file.Model.Syntax.Statements
        where statement.Decorators.Any(decorator => decorator.Name == "description")
        from decorator in statement.Decorators
        where decorator.Name == "metadata" && decorator.Arguments is [ObjectSyntax value] && value.Find("description") is not null
        select new LintFinding(decorator.Span, "The 'description' metadata value conflicts with the value of the 'description' decorator and will be overwritten.");
}
