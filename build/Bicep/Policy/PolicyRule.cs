namespace Frostline.Bicep.Policy;

/// <summary>A rule over one kind of resource.</summary>
/// <param name="Id">For example <c>ACA001</c>: what settings and suppressions name.</param>
/// <param name="Severity">Decides the level where the settings give none: from high on an error, from low on a warning.</param>
/// <param name="ResourceType">The type it looks at.</param>
/// <param name="Reason">Why it matters, one sentence.</param>
/// <param name="Remedy">What to do, one sentence.</param>
public sealed record PolicyRule(string Id, PolicySeverity Severity, string ResourceType, string Reason, string Remedy)
{
    /// <summary>Off, unless the settings say otherwise, in every environment but production.</summary>
    public bool ProductionOnly { get; init; }

    internal Func<PolicySubject, IEnumerable<Violation>> Check { get; init; } = static _ => [];

    /// <summary>The level where the settings say nothing.</summary>
    public PolicyLevel LevelIn(string environment) => ProductionOnly && environment != "production" ? PolicyLevel.Off : Severity switch
    {
        PolicySeverity.Critical or PolicySeverity.High => PolicyLevel.Error,
        PolicySeverity.Medium or PolicySeverity.Low => PolicyLevel.Warning,
        _ => PolicyLevel.Info,
    };
}
