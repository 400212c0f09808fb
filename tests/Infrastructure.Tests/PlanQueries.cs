using Frostline.Bicep;
using Frostline.Bicep.Plans;

namespace Infrastructure.Tests;

/// <summary>Questions that tests ask of plans.</summary>
internal static class PlanQueries
{
    public static IReadOnlyList<PlannedResource> All(this EnvironmentResult environment, string type) =>
        [.. environment.Plan.Resources.Where(resource => resource.Type.Equals(type, StringComparison.OrdinalIgnoreCase))];

    public static PlannedResource Only(this EnvironmentResult environment, string type) => environment.All(type).ShouldHaveSingleItem();

    public static string? Text(this PlannedResource resource, string path) => resource.Find(path)?.ToString();
}
