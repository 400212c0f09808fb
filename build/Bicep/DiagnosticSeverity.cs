namespace Frostline.Bicep;

/// <summary>How much a <see cref="Diagnostic"/> matters; ordered, so that a threshold can be compared.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Said, never counted.</summary>
    Info,

    /// <summary>The file works; somebody should look.</summary>
    Warning,

    /// <summary>The file is not valid.</summary>
    Error,
}
