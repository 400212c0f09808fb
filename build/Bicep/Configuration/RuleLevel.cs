namespace Frostline.Bicep.Configuration;

/// <summary>How severe a linter rule is.</summary>
internal enum RuleLevel
{
    Off,
    Info,
    Warning,
    Error,
}
