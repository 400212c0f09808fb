using System.Collections.Concurrent;
using Frostline.Bicep.Configuration;

namespace Frostline.Bicep.Binding.Rules;

/// <summary>Runs the rules of the official linter that need no more than the files, at the levels of the nearest <c>bicepconfig.json</c>.</summary>
internal sealed class Linter(CompilerOptions options)
{
    /// <summary>Official rules that need what is not here: the registry of modules, and deployment stacks.</summary>
    public static IReadOnlySet<string> NotChecked { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "use-recent-module-versions", "stacks-extensibility-compat" };

    private static readonly LintRule[] Rules =
    [
        .. UnusedRules.All, .. SecretRules.All, .. NestedDeploymentRules.All, .. StyleRules.All, .. CleanupRules.All, .. DescriptionRules.All, .. TypeRules.All,
        .. ResourceRules.All, .. LocationRules.All, .. IdentifierRules.All, .. ScriptRules.All, .. LimitRules.All,
    ];

    private readonly ConcurrentDictionary<string, BicepConfiguration> _configurations = [];

    /// <summary>The ids of all rules, those that types are checked for included.</summary>
    public static IEnumerable<string> RuleIds => Rules.Select(rule => rule.Id).Append("use-secure-value-for-secure-inputs");

    public IEnumerable<Diagnostic> Check(FileModel model)
    {
        var configuration = ConfigurationOf(model);
        var file = new LintedFile(model, configuration, options);
        foreach (var rule in Rules)
        {
            var level = configuration.LevelOf(rule.Id, rule.Default);
            if (level == RuleLevel.Off)
            {
                continue;
            }

            foreach (var finding in rule.Check(file))
            {
                yield return model.File.Source.Diagnose(Severity(level), rule.Id, finding.Message, finding.At);
            }
        }
    }

    /// <summary>What configuration files themselves have wrong.</summary>
    public IEnumerable<Diagnostic> ConfigurationProblems() =>
        _configurations.Values.DistinctBy(configuration => configuration.Path).SelectMany(configuration => configuration.Diagnostics.Concat(configuration.Unknown(RuleIds, NotChecked)));

    /// <summary>A finding of the type check at the level its rule has; null when the rule is off.</summary>
    public Diagnostic? Relevel(Diagnostic diagnostic, FileModel model)
    {
        if (diagnostic.Code != "use-secure-value-for-secure-inputs")
        {
            return diagnostic;
        }

        var level = ConfigurationOf(model).LevelOf(diagnostic.Code, RuleLevel.Warning);
        return level == RuleLevel.Off ? null : diagnostic with { Severity = Severity(level) };
    }

    private BicepConfiguration ConfigurationOf(FileModel model) =>
        _configurations.GetOrAdd(model.Directory, _ => BicepConfiguration.Nearest(model.FullPath));

    private static DiagnosticSeverity Severity(RuleLevel level) => level switch
    {
        RuleLevel.Error => DiagnosticSeverity.Error,
        RuleLevel.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}
