namespace Frostline.Scanning.Findings;

/// <summary>What a finding can cost; ordered.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Inconvenient, or wasteful.</summary>
    Low,

    /// <summary>Weakens a defence.</summary>
    Medium,

    /// <summary>Opens a door.</summary>
    High,

    /// <summary>Gives away data or control.</summary>
    Critical,
}
