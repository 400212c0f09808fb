using Frostline.Bicep.Configuration;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>Scripts, machines and linked files: what resources run.</summary>
internal static class ScriptRules
{
    private const string Location = "_artifactsLocation";
    private const string Token = "_artifactsLocationSasToken";
    private static readonly string[] ImageParts = ["offer", "sku", "version"];

    public static IEnumerable<LintRule> All =>
    [
        new("use-recent-az-powershell-version", RuleLevel.Warning, Scripts),
        new("use-stable-vm-image", RuleLevel.Warning, Images),
        new("artifacts-parameters", RuleLevel.Warning, Artifacts),
    ];

    private static IEnumerable<LintFinding> Scripts(LintedFile file)
    {
        var least = Version.TryParse(file.Configuration.WordOf("use-recent-az-powershell-version", "minimumVersion"), out var given) ? given : new Version(11, 0);
        return
            from resource in file.Model.Resources
            where resource.Type.Equals("Microsoft.Resources/deploymentScripts", StringComparison.OrdinalIgnoreCase) && Text(resource.Syntax.Body, "kind") is null or "AzurePowerShell"
            let version = Text(resource.Syntax.Body?.Find("properties")?.Value, "azPowerShellVersion")
            where Version.TryParse(version, out var used) && used < least
            select new LintFinding(resource.Syntax.Span, $"Deployment script is using AzPowerShell version '{version}' which is below the recommended minimum version '{least}'. Consider upgrading to version {least} or higher to avoid EOL Ubuntu 20.04 LTS.");
    }

    private static string? Text(ExpressionSyntax? value, string property) => ((value as ObjectSyntax)?.Find(property)?.Value as StringSyntax)?.Literal;

    private static IEnumerable<LintFinding> Images(LintedFile file) =>
        from resource in file.Model.Resources
        let profile = (resource.Syntax.Body?.Find("properties")?.Value as ObjectSyntax)?.Find("storageProfile")?.Value as ObjectSyntax
        let image = Resolved(file.Model, profile?.Find("imageReference")?.Value)
        where image is not null
        from part in ImageParts
        where Text(image, part)?.Contains("preview", StringComparison.OrdinalIgnoreCase) == true
        select new LintFinding(image.Find(part)!.Value.Span, $"Virtual machines shouldn't use preview images. Use stable version in imageReference property \"{part}\".");

    private static ObjectSyntax? Resolved(FileModel model, ExpressionSyntax? value) =>
        (value is VariableSyntax variable && model.SymbolOf(variable) is VariableSymbol symbol ? symbol.Syntax.Value : value) as ObjectSyntax;

    private static IEnumerable<LintFinding> Artifacts(LintedFile file)
    {
        var (location, token) = (Find(file.Model, Location), Find(file.Model, Token));
        if (location is null != token is null)
        {
            var (there, missing) = location is null ? (token!, Location) : (location, Token);
            yield return new LintFinding(there.At, $"If a '{there.Name}' parameter is provided, then a '{missing}' parameter must also be provided.");
        }
        else if (location is not null && token is not null)
        {
            foreach (var finding in Declared(location, token)) yield return finding;
        }

        foreach (var finding in Unassigned(file)) yield return finding;
    }

    private static IEnumerable<LintFinding> Declared(ParameterSymbol location, ParameterSymbol token)
    {
        foreach (var parameter in new[] { location, token }.Where(parameter => parameter.Syntax.Type is TypeNameSyntax { Name.Text: not "string" }))
        {
            yield return new LintFinding(parameter.Syntax.Type.Span, $"Artifacts parameter '{parameter.Name}' must be of type 'string'");
        }

        if (!token.IsSecure)
        {
            yield return new LintFinding(token.Syntax.Type.Span, $"Artifacts parameter '{token.Name}' must use the @secure() attribute");
        }

        if (location.Syntax.Default is { } standard && standard is not StringSyntax { Literal: ['h', 't', 't', 'p', ..] } && !LintedFile.Within(standard).Any(IsLink))
        {
            yield return new LintFinding(standard.Span, $"If the '{Location}' parameter has a default value, it must be a raw URL or an expression like 'deployment().properties.templateLink.uri'.");
        }

        if (token.Syntax.Default is { } given and not StringSyntax { Literal: "" })
        {
            yield return new LintFinding(given.Span, $"If the '{Token}' parameter has a default value, it must be an empty string.");
        }
    }

    private static bool IsLink(SyntaxNode node) => node is PropertyAccessSyntax { Name.Text: var name } && name.Equals("templateLink", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<LintFinding> Unassigned(LintedFile file) =>
        from module in file.Model.Modules
        let target = module.Target
        where target is not null
        from parameter in new[] { Find(target, Location), Find(target, Token) }.OfType<ParameterSymbol>()
        where (module.Syntax.Body?.Find("params")?.Value as ObjectSyntax)?.Find(parameter.Name) is null
        select new LintFinding(module.At, $"Parameter '{parameter.Name}' of module '{module.Name}' should be assigned an explicit value.");

    private static ParameterSymbol? Find(FileModel model, string name) => model.Parameters.Find(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
