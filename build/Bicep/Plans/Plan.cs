using Frostline.Bicep.Evaluation;

namespace Frostline.Bicep.Plans;

/// <summary>What one environment will consist of.</summary>
/// <param name="Environment">For example <c>staging</c>.</param>
/// <param name="Resources">Sorted; without those that are only used.</param>
public sealed record Plan(string Environment, IReadOnlyList<PlannedResource> Resources)
{
    internal static Plan Of(string environment, EvaluatedTemplate template) => new(environment,
    [
        .. template.Resources.Where(resource => !resource.Existing).Select(PlannedResource.Of)
            .OrderBy(resource => resource.Module, StringComparer.Ordinal).ThenBy(resource => resource.Type, StringComparer.Ordinal)
            .ThenBy(resource => resource.Name, StringComparer.Ordinal),
    ]);
}
