using Frostline.Bicep;
using Frostline.Bicep.Policy;
using Frostline.Scanning;
using Finding = Frostline.Scanning.Findings.Finding;
using Severity = Frostline.Scanning.Findings.Severity;

namespace Frostline.Pipeline.Scanning;

/// <summary>The project's Bicep, as its own engine judges it, in the findings of a scan.</summary>
internal sealed class InfrastructureScanner(string root, IReadOnlyDictionary<string, string> variables) : IScanner
{
    public string Name => "infrastructure";

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(root, "infrastructure", "main.bicep")))
            return new("no Bicep", []);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var request = InfrastructureRequest.ForFolder(root, "infrastructure", today) with { EnvironmentVariables = variables };
        var result = await InfrastructureCheck.RunAsync(request, cancellation);
        return new($"{result.Environments.Count} environments, {result.Environments.Sum(environment => environment.Plan.Resources.Count)} resources, {PolicyRules.All.Count} rules", [.. result.Findings.Select(Told)]);
    }

    private static Finding Told(Bicep.Reports.Finding found) =>
        new("infrastructure", found.Rule, SeverityOf(found.Level), new(found.Path, found.Line, found.Column), found.Message, "See docs/policy-rules.md.") { Accepted = found.Suppression };

    private static Severity SeverityOf(PolicyLevel level) => level switch
    {
        PolicyLevel.Error => Severity.High,
        PolicyLevel.Warning => Severity.Medium,
        _ => Severity.Info,
    };
}
