namespace Frostline.Hosting.Graph;

/// <param name="Node">The task.</param>
/// <param name="Needs">The tasks of this plan that must have ended before.</param>
internal sealed record PlannedTask(TaskNode Node, IReadOnlyList<TaskNode> Needs)
{
    public string Name => Node.Name;
}
