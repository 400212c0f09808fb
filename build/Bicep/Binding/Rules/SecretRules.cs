using System.Text.RegularExpressions;
using Frostline.Bicep.Configuration;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>Secrets stay secrets.</summary>
internal static partial class SecretRules
{
    public static IEnumerable<LintRule> All =>
    [
        new("secure-parameter-default", RuleLevel.Warning, Defaults),
        new("secure-secrets-in-params", RuleLevel.Warning, Names),
        new("secure-params-in-parameters-file", RuleLevel.Warning, Assignments),
        new("outputs-should-not-contain-secrets", RuleLevel.Warning, Outputs),
        new("adminusername-should-not-be-literal", RuleLevel.Warning, Administrators),
        new("protect-commandtoexecute-secrets", RuleLevel.Warning, Commands),
    ];

    [GeneratedRegex("password|pwd|secret|accountkey|acctkey|connectionstring", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex("(name|names|uri|url|path|type|id|ids|options|enabled|length|days|permissions|rotation|expiry|expiration|version|(expires?|expire)(on|at))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HarmlessEnding();

    private static IEnumerable<LintFinding> Defaults(LintedFile file) =>
        from parameter in file.Model.Parameters
        where parameter.IsSecure
            && parameter.Syntax.Default is { } standard
            && standard is not StringSyntax { Literal: "" } and not ObjectSyntax { Members.Count: 0 }
            && !LintedFile.Within(standard).OfType<FunctionCallSyntax>().Any(call => call.Name.Text == "newGuid")
        select new LintFinding(parameter.Syntax.Default!.Span, "Secure parameters should not have hardcoded defaults (except for empty or newGuid()).");

    private static IEnumerable<LintFinding> Names(LintedFile file) =>
        from parameter in file.Model.Parameters
        where !parameter.IsSecure && parameter.Syntax.Type is TypeNameSyntax { Name.Text: "string" or "object" }
            && SecretName().IsMatch(parameter.Name) && !HarmlessEnding().IsMatch(parameter.Name)
        select new LintFinding(parameter.At, $"Parameter \"{parameter.Name}\" may represent a secret (according to its name) and must be declared with the '@secure()' attribute.");

    private static IEnumerable<LintFinding> Assignments(LintedFile file) =>
        from assignment in file.Model.Assignments
        let parameter = file.Model.Using?.Parameters.Find(parameter => parameter.Name == assignment.Name)
        where parameter is { IsSecure: true } && assignment.Syntax.Value is StringSyntax { Literal: { Length: > 0 } }
        select new LintFinding(assignment.Syntax.Value.Span, $"The secure parameter \"{assignment.Name}\" is given as plain text. Use az.getSecret() or readEnvironmentVariable().");

    private static IEnumerable<LintFinding> Outputs(LintedFile file)
    {
        foreach (var output in file.Model.Outputs.Where(output => !output.IsSecure))
        {
            if (SecretName().IsMatch(output.Name) && !HarmlessEnding().IsMatch(output.Name))
            {
                yield return new LintFinding(output.At, $"Outputs should not contain secrets. Found possible secret: output name '{output.Name}' suggests a secret.");
                continue;
            }

            if (Secret(file.Model, output.Syntax.Value) is { } found)
            {
                yield return new LintFinding(output.Syntax.Value.Span, $"Outputs should not contain secrets. Found possible secret: {found}.");
            }
        }
    }

    private static string? Secret(FileModel model, SyntaxNode value)
    {
        var seen = new HashSet<Symbol>();
        var pending = new Queue<SyntaxNode>([value]);
        while (pending.TryDequeue(out var next))
        {
            foreach (var node in LintedFile.Within(next))
            {
                switch (node)
                {
                    case FunctionCallSyntax call when StandardLibrary.IsListFunction(call.Name.Text):
                        return $"function '{call.Name.Text}'";
                    case MethodCallSyntax call when StandardLibrary.IsListFunction(call.Name.Text) || call.Name.Text == "getSecret":
                        return $"function '{call.Name.Text}'";
                    case VariableSyntax variable when model.SymbolOf(variable) is ParameterSymbol { IsSecure: true } parameter && !IsOnlyMeasured(variable):
                        return $"secure parameter '{parameter.Name}'";
                    case VariableSyntax variable when model.SymbolOf(variable) is VariableSymbol symbol && seen.Add(symbol):
                        pending.Enqueue(symbol.Syntax.Value);
                        break;
                    case PropertyAccessSyntax { Receiver: PropertyAccessSyntax { Name.Text: "outputs", Receiver: VariableSyntax module } } access
                        when model.SymbolOf(module) is ModuleSymbol { Target: { } target } && target.Outputs.Exists(output => output.IsSecure && output.Name == access.Name.Text):
                        return $"secure output '{access.Name.Text}'";
                }
            }
        }

        return null;
    }

    private static bool IsOnlyMeasured(VariableSyntax variable) => variable.Ancestor<FunctionCallSyntax>()?.Name.Text is "empty" or "length";

    private static IEnumerable<LintFinding> Administrators(LintedFile file) =>
        from property in file.All<ObjectPropertySyntax>()
        where string.Equals(property.KeyText, "adminUsername", StringComparison.OrdinalIgnoreCase) && property.Value is StringSyntax { Literal: { Length: > 0 } }
        select new LintFinding(property.Value.Span, "Property 'adminUserName' should not use a literal value. Use a param instead.");

    private static IEnumerable<LintFinding> Commands(LintedFile file) =>
        from property in file.All<ObjectPropertySyntax>()
        where property.KeyText == "commandToExecute" && property.Ancestor<ObjectPropertySyntax>()?.KeyText is not "protectedSettings"
        let found = Secret(file.Model, property.Value)
        where found is not null
        select new LintFinding(property.Value.Span, $"Use protectedSettings for commandToExecute secrets. Found possible secret: {found}.");
}
