using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Reports;

namespace Frostline.Bicep.Policy;

/// <summary>Asks every rule about every resource of one environment.</summary>
internal sealed class PolicyCheck(PolicySettings settings, string environment, DateOnly today)
{
    public IReadOnlyList<Finding> Run(EvaluatedTemplate template) =>
        [.. template.Resources.Where(resource => !resource.Existing).SelectMany(resource => Findings(resource, template)), .. SecretOutputs(template)];

    /// <summary>Suppressions whose day has passed, in the file that holds them.</summary>
    public static IEnumerable<Finding> Expired(PolicySettings settings, DateOnly today, string path) => settings.Suppressions
        .Where(suppression => suppression.Until < today)
        .Select(suppression => new Finding("POL001", PolicyLevel.Error,
            $"The suppression of {suppression.Rule} for {suppression.Resource} ended on {suppression.Until:yyyy-MM-dd}. Fix what it covers, or give a new day and reason.", path, 1));

    private IEnumerable<Finding> Findings(EvaluatedResource resource, EvaluatedTemplate template)
    {
        var subject = new PolicySubject(resource, template);
        return from rule in PolicyRules.For(resource.Type)
               let level = settings.LevelOf(rule, environment)
               where level != PolicyLevel.Off
               from violation in rule.Check(subject)
               select Finding(rule, level, resource, violation);
    }

    private Finding Finding(PolicyRule rule, PolicyLevel level, EvaluatedResource resource, Violation violation)
    {
        var spot = resource.SpotOf(violation.Path);
        var place = violation.Path.Length == 0 ? "" : $" {violation.Path}";
        return new Finding(rule.Id, level, $"{resource.Type} '{resource.Symbol}':{place} {violation.Fact}. {rule.Reason} {rule.Remedy}", spot.Path, spot.Line)
        {
            Column = spot.Column,
            Environments = [environment],
            Suppression = settings.Suppressions.FirstOrDefault(suppression => suppression.Until >= today && suppression.Covers(rule, resource.Type, resource.Name, environment))
                is { } accepted ? $"{accepted.Reason} (until {accepted.Until:yyyy-MM-dd})" : null,
        };
    }

    private IEnumerable<Finding> SecretOutputs(EvaluatedTemplate template) => template.Outputs
        .Where(output => !output.IsSecure && output.Value.ContainsSecret)
        .Select(output => new Finding("DEP001", PolicyLevel.Error,
            $"output '{output.Name}': holds a secret. Outputs are kept with the deployment and shown to everybody who may look at it. Write it to Key Vault, or mark it @secure().",
            output.At.Path, output.At.Line)
        {
            Column = output.At.Column,
            Environments = [environment],
        });
}
