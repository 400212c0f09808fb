using Frostline.Bicep.Costs;
using Frostline.Bicep.Plans;
using Frostline.Bicep.Policy;
using Frostline.Bicep.Reports;

namespace Frostline.Bicep;

/// <summary>What a check found.</summary>
/// <param name="Environments">In the order they were asked for.</param>
/// <param name="Findings">Of all of them, each place once, sorted by file, line and rule.</param>
public sealed record InfrastructureResult(IReadOnlyList<EnvironmentResult> Environments, IReadOnlyList<Finding> Findings)
{
    /// <summary>No finding fails it.</summary>
    public bool Passed => !Findings.Any(finding => finding.Fails);

    /// <summary>For example <c>2 errors, 1 warning, 1 suppressed</c>.</summary>
    public string Summary => string.Join(", ",
        Count(Findings.Count(finding => finding.Fails), "error"),
        Count(Findings.Count(finding => finding is { Level: PolicyLevel.Warning, Suppression: null }), "warning"),
        $"{Findings.Count(finding => finding.Suppression is not null)} suppressed");

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

/// <summary>One environment, as far as the templates could be read.</summary>
/// <param name="Name">For example <c>staging</c>.</param>
/// <param name="Plan">What it will consist of; empty when the templates are not valid.</param>
/// <param name="Changes">Against the accepted plan; empty when none is kept.</param>
/// <param name="Template">The ARM template as JSON; null when the files have errors.</param>
public sealed record EnvironmentResult(string Name, Plan Plan, IReadOnlyList<PlanChange> Changes, string? Template)
{
    /// <summary>The files are Bicep, so that there is a plan.</summary>
    public bool IsValid { get; init; }

    /// <summary>A plan had been accepted before.</summary>
    public bool HasSnapshot { get; init; }

    /// <summary>Null when there are no prices.</summary>
    public CostEstimate? Cost { get; init; }

    /// <summary>What the changes cost, the greatest difference first.</summary>
    public IReadOnlyList<CostChange> CostChanges { get; init; } = [];
}
