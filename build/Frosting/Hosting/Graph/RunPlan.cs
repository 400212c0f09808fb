namespace Frostline.Hosting.Graph;

/// <summary>The tasks of a run in the order in which they would run one after another.</summary>
internal sealed record RunPlan(IReadOnlyList<TaskNode> Targets, IReadOnlyList<PlannedTask> Tasks)
{
    /// <summary>Everything the targets need, depth first: targets in the order given, needs in the order declared.</summary>
    public static RunPlan For(IReadOnlyList<TaskNode> targets, bool exclusive)
    {
        var order = new List<TaskNode>();
        foreach (var target in targets)
            Visit(target, order);
        if (exclusive)
            order.RemoveAll(node => !targets.Contains(node));
        return new RunPlan(targets, [.. order.Select(node => new PlannedTask(node, [.. Needed(node, order)]))]);
    }

    private static void Visit(TaskNode node, List<TaskNode> order)
    {
        if (order.Contains(node))
            return;
        foreach (var need in node.Needs)
            Visit(need, order);
        order.Add(node);
    }

    // With --exclusive the tasks in between are left out, what they order is not.
    private static IEnumerable<TaskNode> Needed(TaskNode node, List<TaskNode> order) =>
        node.Needs.All(order.Contains) ? node.Needs : order.Intersect(node.WithAllNeeds().Skip(1));
}
