namespace Frostline.Hosting.Graph;

internal static class TaskCycle
{
    /// <summary>The first circle of needs with its first task repeated at the end, or null.</summary>
    public static IReadOnlyList<TaskNode>? Find(IEnumerable<TaskNode> nodes)
    {
        var done = new HashSet<TaskNode>();
        var path = new List<TaskNode>();
        return nodes.Select(node => From(node, path, done)).FirstOrDefault(cycle => cycle is not null);
    }

    private static List<TaskNode>? From(TaskNode node, List<TaskNode> path, HashSet<TaskNode> done)
    {
        if (path.IndexOf(node) is var start and >= 0)
            return [.. path[start..], node];
        if (!done.Add(node))
            return null;
        path.Add(node);
        foreach (var need in node.Needs)
        {
            if (From(need, path, done) is { } cycle)
                return cycle;
        }

        path.RemoveAt(path.Count - 1);
        return null;
    }
}
