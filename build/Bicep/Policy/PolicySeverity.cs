namespace Frostline.Bicep.Policy;

/// <summary>What breaking a rule can cost; ordered.</summary>
public enum PolicySeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Inconvenient, or wasteful.</summary>
    Low,

    /// <summary>Weakens availability or defence.</summary>
    Medium,

    /// <summary>Opens a door, or makes an outage likely.</summary>
    High,

    /// <summary>Gives away data or control.</summary>
    Critical,
}
