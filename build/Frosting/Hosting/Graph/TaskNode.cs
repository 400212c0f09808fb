namespace Frostline.Hosting.Graph;

/// <summary>A task in the graph with everything that must end before it: what it depends on, then what declared itself its dependee.</summary>
internal sealed class TaskNode(TaskDefinition definition)
{
    public TaskDefinition Definition { get; } = definition;

    public string Name => Definition.Name;

    public List<TaskNode> Needs { get; } = [];

    public IEnumerable<TaskNode> WithAllNeeds()
    {
        var seen = new HashSet<TaskNode>();
        var open = new Stack<TaskNode>([this]);
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            yield return node;
            foreach (var need in node.Needs)
                open.Push(need);
        }
    }
}
