namespace Frostline.Bicep.Policy;

/// <summary>What a broken rule does to the verdict.</summary>
public enum PolicyLevel
{
    /// <summary>The rule is not looked at.</summary>
    Off,

    /// <summary>Said, never counted.</summary>
    Info,

    /// <summary>Said and counted; the check passes.</summary>
    Warning,

    /// <summary>The check fails.</summary>
    Error,
}
