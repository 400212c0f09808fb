namespace Frostline.Hosting;

/// <param name="Targets">The targets as asked for.</param>
/// <param name="Started">When Setup began.</param>
/// <param name="Ended">When Teardown had ended.</param>
/// <param name="Tasks">Every task of the plan, in order of the plan, also the ones that were never reached.</param>
/// <param name="ExitCode">What the process is going to end with.</param>
/// <param name="Error">The first error of the run, of whichever task or lifetime; null when there was none.</param>
public sealed record RunResult(
    IReadOnlyList<string> Targets,
    DateTimeOffset Started,
    DateTimeOffset Ended,
    IReadOnlyList<TaskRun> Tasks,
    int ExitCode,
    Exception? Error);
