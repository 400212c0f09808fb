using Frostline.Hosting.Graph;

namespace Frostline.Hosting.Running;

/// <summary>What has become of a planned task so far. Only the scheduler's flow writes it.</summary>
internal sealed class TaskProgress(PlannedTask task, TimeProvider time)
{
    private TaskEnd? end;
    private DateTimeOffset? started;
    private DateTimeOffset? ended;

    public PlannedTask Task { get; } = task;

    public TaskNode Node => Task.Node;

    public bool IsWaiting => end is null && started is null;

    /// <summary>Whether its criterion was asked before the run, and was true.</summary>
    public bool IsApproved { get; set; }

    public bool HasEnded => end is not null;

    public bool HasFailed => end?.Outcome == TaskOutcome.Failed;

    /// <summary>Whether the tasks that need this one have lost it.</summary>
    public bool BlocksDependents => HasFailed && !Node.Definition.ContinueOnError;

    public void Begin() => started = time.GetUtcNow();

    public void End(TaskEnd how)
    {
        end = how;
        if (how.Outcome is TaskOutcome.Skipped)
            started = null;
        if (started is not null)
            ended = time.GetUtcNow();
    }

    public TaskRun ToRun() => new(
        Task.Name, Node.Definition.Description, end?.Outcome ?? TaskOutcome.NotReached, started, ended, end?.Reason, end?.Error);
}
