namespace Frostline.Hosting.Running;

/// <summary>How one task ended, as the one who ran it saw it.</summary>
internal sealed record TaskEnd(TaskOutcome Outcome, string? Reason = null, Exception? Error = null)
{
    public static readonly TaskEnd Succeeded = new(TaskOutcome.Succeeded);
}
