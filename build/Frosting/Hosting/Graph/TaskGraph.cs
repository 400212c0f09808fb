using Cake.Frosting;
using Frostline.Hosting.CommandLine;

namespace Frostline.Hosting.Graph;

/// <summary>All tasks and what they need. Building it proves that names are unique, dependencies exist and nothing goes in circles.</summary>
internal sealed class TaskGraph
{
    private readonly Dictionary<string, TaskNode> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Type, TaskNode> byClass = [];

    private TaskGraph(IReadOnlyList<TaskDefinition> tasks)
    {
        foreach (var task in tasks)
            Add(task);
        foreach (var node in byClass.Values)
            Connect(node);
    }

    public IReadOnlyCollection<TaskNode> Nodes => byClass.Values;

    /// <summary>The tasks nothing else needs.</summary>
    public IEnumerable<TaskNode> Roots => Nodes.Except(Nodes.SelectMany(node => node.Needs));

    public static TaskGraph Build(IReadOnlyList<TaskDefinition> tasks)
    {
        var graph = new TaskGraph(tasks);
        if (TaskCycle.Find(graph.Nodes) is { } cycle)
            throw new UsageException($"Tasks need each other in a circle: {string.Join(" -> ", cycle.Select(node => node.Name))}. Remove one of these dependencies.");
        return graph;
    }

    /// <summary>The named tasks, in the order given. All unknown names are reported at once.</summary>
    public IReadOnlyList<TaskNode> Find(IReadOnlyList<string> names)
    {
        var unknown = names.Where(name => !byName.ContainsKey(name)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count > 0)
            throw new UsageException(string.Join(Environment.NewLine, unknown.Select(Unknown)));
        return [.. names.Select(name => byName[name]).Distinct()];
    }

    private void Add(TaskDefinition task)
    {
        var node = new TaskNode(task);
        if (!byName.TryAdd(task.Name, node))
            throw new UsageException($"{byName[task.Name].Definition.Class.FullName} and {task.Class.FullName} are both named '{task.Name}'. Give one of them another [TaskName].");
        byClass.Add(task.Class, node);
    }

    private void Connect(TaskNode node)
    {
        foreach (var type in node.Definition.DependsOn)
            Connect(node, Resolve(node, type));
        foreach (var type in node.Definition.DependeeOf)
            Connect(Resolve(node, type), node);
    }

    private static void Connect(TaskNode node, TaskNode need)
    {
        if (!node.Needs.Contains(need))
            node.Needs.Add(need);
    }

    private TaskNode Resolve(TaskNode node, Type type) => byClass.GetValueOrDefault(type) ?? throw new UsageException(
        typeof(IFrostingTask).IsAssignableFrom(type) && !type.IsAbstract
            ? $"{node.Definition.Class.FullName}: the dependency '{type.FullName}' is in an assembly the host does not search. Add it with AddAssembly."
            : $"{node.Definition.Class.FullName}: the dependency '{type.FullName}' is not a valid task. Name a class that implements IFrostingTask.");

    private string Unknown(string name)
    {
        var names = byName.Keys.Order(StringComparer.OrdinalIgnoreCase).ToList();
        var nearest = NearestName.Of(name, names);
        return $"There is no task '{name}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")} Tasks: {string.Join(", ", names)}.";
    }
}
