namespace Frostline.Bicep.Plans;

/// <summary>What a deployment would do to one resource.</summary>
/// <param name="Kind">Made, altered or left behind.</param>
/// <param name="Resource">As planned; for a deleted one, as it was.</param>
/// <param name="Properties">What differs; empty unless altered.</param>
public sealed record PlanChange(PlanChangeKind Kind, PlannedResource Resource, IReadOnlyList<PropertyChange> Properties);

/// <summary>One difference.</summary>
/// <param name="Path">Array items that have a name are called by it: <c>properties.template.containers[api].image</c>.</param>
/// <param name="Before">JSON on one line; null when it was not there.</param>
/// <param name="After">JSON on one line; null when it is gone.</param>
public sealed record PropertyChange(string Path, string? Before, string? After)
{
    public override string ToString() => (Before, After) switch
    {
        (null, _) => $"+ {Path}: {After}",
        (_, null) => $"- {Path}: {Before}",
        _ => $"~ {Path}: {Before} => {After}",
    };
}

/// <summary>What happens to a resource.</summary>
public enum PlanChangeKind
{
    Created,
    Changed,
    Deleted,
}
