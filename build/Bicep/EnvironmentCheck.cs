using Frostline.Bicep.Binding.Rules;
using Frostline.Bicep.Costs;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Plans;
using Frostline.Bicep.Policy;
using Frostline.Bicep.Reports;

namespace Frostline.Bicep;

/// <summary>One environment through every step: compile, evaluate, ask the rules, plan, price.</summary>
internal sealed class EnvironmentCheck(InfrastructureRequest request, InfrastructureEnvironment environment, PolicySettings policy, PriceTable? prices)
{
    public (EnvironmentResult Result, IReadOnlyList<Finding> Findings) Run()
    {
        var compilation = BicepCompiler.Compile(request.MainFile, environment.ParameterFile, new CompilerOptions { Today = request.Today, Root = request.Root });
        if (compilation.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && IsOfTheLanguage(diagnostic)))
        {
            return (new EnvironmentResult(environment.Name, new Plan(environment.Name, []), [], null), [.. compilation.Diagnostics.Select(Finding)]);
        }

        var template = compilation.Evaluate(Context);
        var plan = Plan.Of(environment.Name, template);
        var accepted = Accepted();
        var changes = accepted is null ? [] : PlanComparison.Of(accepted, plan);
        var cost = prices is null ? null : new CostEstimator(prices).Estimate(plan);
        var result = new EnvironmentResult(environment.Name, plan, changes, compilation.EmitArm())
        {
            IsValid = !template.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
            HasSnapshot = accepted is not null,
            Cost = cost,
            CostChanges = prices is null || cost is null || accepted is null ? [] : CostEstimator.Changes(new CostEstimator(prices).Estimate(accepted), cost),
        };
        return (result,
        [
            .. compilation.Diagnostics.Concat(template.Diagnostics).Distinct().Select(Finding),
            .. new PolicyCheck(policy, environment.Name, request.Today).Run(template),
            .. cost is null ? [] : CostCheck.Run(cost, template),
        ]);
    }

    // A linter's error fails the check and hides nothing: the template still means something.
    private static bool IsOfTheLanguage(Diagnostic diagnostic) => !Linter.RuleIds.Contains(diagnostic.Code);

    private EvaluationContext Context => new()
    {
        Now = new DateTimeOffset(request.Today, TimeOnly.MinValue, TimeSpan.Zero),
        ResourceGroup = environment.ResourceGroup,
        SubscriptionId = environment.SubscriptionId,
        Location = environment.Location,
        DeploymentName = environment.Name,
        EnvironmentVariables = request.EnvironmentVariables,
    };

    private Plan? Accepted()
    {
        var path = request.Snapshots is null ? null : Path.Combine(request.Snapshots, $"{environment.Name}.json");
        return path is not null && File.Exists(path) ? PlanFile.Read(File.ReadAllText(path), RelativePath.Of(request.Root, path)) : null;
    }

    private Finding Finding(Diagnostic diagnostic) => new(
        diagnostic.Code,
        diagnostic.Severity switch { DiagnosticSeverity.Error => PolicyLevel.Error, DiagnosticSeverity.Warning => PolicyLevel.Warning, _ => PolicyLevel.Info },
        diagnostic.Message, diagnostic.Path, diagnostic.Line)
    {
        Column = diagnostic.Column,
        Environments = [environment.Name],
    };
}
