namespace Frostline.Hosting;

/// <summary>How a task of the plan ended.</summary>
public enum TaskOutcome
{
    Succeeded,
    Failed,

    /// <summary>Its criterion was false, only a skipped target needed it, or a task it depends on failed.</summary>
    Skipped,

    /// <summary>A signal ended the run while it was running.</summary>
    Cancelled,

    /// <summary>The run ended before its turn.</summary>
    NotReached,
}
