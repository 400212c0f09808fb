using System.Globalization;
using Frostline.Bicep.Configuration;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>How resources are declared and referred to.</summary>
internal static class ResourceRules
{
    private const int DefaultAge = 730;

    private static readonly string[] Hosts =
    [
        "api.loganalytics.io", "azuredatalakeanalytics.net", "azuredatalakestore.net", "batch.core.windows.net", "core.windows.net", "database.windows.net", "datalake.azure.net",
        "gallery.azure.com", "graph.windows.net", "login.microsoftonline.com", "management.azure.com", "management.core.windows.net", "region.asazure.windows.net",
        "trafficmanager.net", "vault.azure.net",
    ];

    public static IEnumerable<LintRule> All =>
    [
        new("no-hardcoded-env-urls", RuleLevel.Warning, EnvironmentUrls),
        new("use-parent-property", RuleLevel.Warning, Parents),
        new("no-unnecessary-dependson", RuleLevel.Warning, Dependencies),
        new("use-resource-symbol-reference", RuleLevel.Warning, References),
        new("use-recent-api-versions", RuleLevel.Off, Versions),
        new("use-stable-resource-identifiers", RuleLevel.Warning, Identifiers),
        new("no-deployments-resources", RuleLevel.Warning, Deployments),
    ];

    private static IEnumerable<LintFinding> EnvironmentUrls(LintedFile file)
    {
        var hosts = file.Configuration.WordsOf("no-hardcoded-env-urls", "disallowedhosts") ?? Hosts;
        var allowed = file.Configuration.WordsOf("no-hardcoded-env-urls", "excludedhosts") ?? ["schema.management.azure.com"];
        foreach (var text in file.All<StringSyntax>().Where(text => text.Ancestor<DecoratorSyntax>() is null && text.Ancestor<MetadataSyntax>() is null))
        {
            var host = hosts.FirstOrDefault(host => text.Segments.Any(segment => Names(segment, host, allowed)));
            if (host is not null)
            {
                yield return new LintFinding(text.Span, $"Environment URLs should not be hardcoded. Use the environment() function to ensure compatibility across clouds. Found this disallowed host: \"{host}\"");
            }
        }
    }

    // A private link zone is named the same in all clouds that have it: privatelink.vaultcore.azure.net is no such URL.
    private static bool Names(string text, string host, IReadOnlyList<string> allowed)
    {
        var at = text.IndexOf(host, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            && !text.AsSpan(0, at).EndsWith("privatelink.", StringComparison.OrdinalIgnoreCase)
            && !allowed.Any(other => text.Contains(other, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<LintFinding> Parents(LintedFile file) =>
        from resource in file.Model.Resources
        where resource.Container is null && resource.Syntax.Body?.Find("parent") is null
        let name = resource.Syntax.Body?.Find("name")?.Value as StringSyntax
        where name is { Segments: ["", ['/', ..], ..], Expressions: [PropertyAccessSyntax { Name.Text: "name", Receiver: VariableSyntax receiver }, ..] }
            && file.Model.SymbolOf((VariableSyntax)((PropertyAccessSyntax)name.Expressions[0]).Receiver) is ResourceSymbol parent
            && resource.Type.StartsWith(parent.Type + "/", StringComparison.OrdinalIgnoreCase)
        select new LintFinding(name.Span, $"Resource \"{resource.Name}\" has its name formatted as a child of resource \"{((VariableSyntax)((PropertyAccessSyntax)name.Expressions[0]).Receiver).Name.Text}\". The syntax can be simplified by using the parent property.");

    private static IEnumerable<LintFinding> Dependencies(LintedFile file)
    {
        foreach (var symbol in file.Model.Resources.Cast<DeclaredSymbol>().Concat(file.Model.Modules))
        {
            var body = symbol switch { ResourceSymbol resource => resource.Syntax.Body, ModuleSymbol module => module.Syntax.Body, _ => null };
            if (body?.Find("dependsOn") is not { Value: ArraySyntax list })
            {
                continue;
            }

            var implied = new HashSet<Symbol>(file.Model.Dependencies.GetValueOrDefault(symbol)?.Where(dependency => !Inside(dependency.At, list.Span)).Select(dependency => dependency.Target) ?? []);
            foreach (var item in list.Items.OfType<VariableSyntax>())
            {
                if (file.Model.SymbolOf(item) is { } target && implied.Contains(target))
                {
                    yield return new LintFinding(item.Span, $"Remove unnecessary dependsOn entry '{target.Name}'.");
                }
            }
        }
    }

    private static bool Inside(TextSpan inner, TextSpan outer) => inner.Start >= outer.Start && inner.End <= outer.End;

    private static IEnumerable<LintFinding> References(LintedFile file) =>
        from call in file.All<FunctionCallSyntax>()
        where (call.Name.Text == "reference" || StandardLibrary.IsListFunction(call.Name.Text))
            && call.Arguments is [PropertyAccessSyntax { Name.Text: "id", Receiver: VariableSyntax }, ..]
            && file.Model.SymbolOf(((PropertyAccessSyntax)call.Arguments[0]).Receiver) is ResourceSymbol
        select new LintFinding(call.Span, $"Use a resource reference instead of invoking function \"{call.Name.Text}\". This simplifies the syntax and allows Bicep to better understand your deployment dependency graph.");

    private static IEnumerable<LintFinding> Versions(LintedFile file)
    {
        if (file.Today is not { } today)
        {
            yield break;
        }

        var limit = file.Configuration.NumberOf("use-recent-api-versions", "maxAllowedAgeInDays") ?? DefaultAge;
        foreach (var resource in file.Model.Resources.Where(resource => resource.ApiVersion.Length >= 10))
        {
            if (!DateOnly.TryParseExact(resource.ApiVersion[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                continue;
            }

            var isPreview = resource.ApiVersion.Length > 10;
            var newer = file.Types.VersionsOf(resource.Type).Where(version => version.Length == 10 && string.CompareOrdinal(version, resource.ApiVersion) > 0).ToList();
            var age = today.DayNumber - date.DayNumber;
            if (newer.Count > 0 && (age > limit || isPreview))
            {
                yield return new LintFinding(
                    resource.Syntax.Type.Span,
                    isPreview
                        ? $"Use more recent API version for '{resource.Type}'. '{resource.ApiVersion}' is a preview version and there is a more recent stable version available. Acceptable versions: {string.Join(", ", newer)}"
                        : $"Use more recent API version for '{resource.Type}'. '{resource.ApiVersion}' is {age} days old, should be no more than {limit} days old, or the most recent. Acceptable versions: {string.Join(", ", newer)}");
            }
        }
    }

    private static IEnumerable<LintFinding> Identifiers(LintedFile file) =>
        from resource in file.Model.Resources
        let name = resource.Syntax.Body?.Find("name")
        where name is not null
        from variable in LintedFile.Within(name.Value).OfType<VariableSyntax>()
        let parameter = file.Model.SymbolOf(variable) as ParameterSymbol
        where parameter?.Syntax.Default is { } standard
            && LintedFile.Within(standard).OfType<FunctionCallSyntax>().Any(call => call.Name.Text is "newGuid" or "utcNow")
        select new LintFinding(name.Span, $"Resource identifiers should be reproducible outside of their initial deployment context. Resource {resource.Name}'s 'name' identifier is potentially nondeterministic due to its use of the default value of parameter '{parameter.Name}'.");

    private static IEnumerable<LintFinding> Deployments(LintedFile file) =>
        from resource in file.Model.Resources
        where resource.Type.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase) && !resource.Syntax.IsExisting
        select new LintFinding(resource.Syntax.Type.Span, $"Resource '{resource.Name}' of type 'Microsoft.Resources/deployments' should instead be declared as a Bicep module.");
}
