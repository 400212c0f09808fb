namespace Frostline.Hosting;

/// <param name="Name">The task's name on the command line.</param>
/// <param name="Description">The sentence of <c>[TaskDescription]</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Started">When it began; null when it never did.</param>
/// <param name="Ended">When it ended; null when it never began.</param>
/// <param name="Reason">Why it was skipped, cancelled or not reached.</param>
/// <param name="Error">What it failed with.</param>
public sealed record TaskRun(
    string Name,
    string? Description,
    TaskOutcome Outcome,
    DateTimeOffset? Started,
    DateTimeOffset? Ended,
    string? Reason,
    Exception? Error);
