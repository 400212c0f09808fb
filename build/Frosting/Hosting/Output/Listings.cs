using System.Globalization;
using Frostline.Hosting.Graph;

namespace Frostline.Hosting.Output;

/// <summary>What <c>--tree</c>, <c>--dryrun</c> and <c>--description</c> print. None of them constructs a task.</summary>
internal static class Listings
{
    /// <summary>Each task with what it needs. What was shown with its needs before is only marked.</summary>
    public static IEnumerable<string> Tree(IEnumerable<TaskNode> roots)
    {
        var shown = new HashSet<TaskNode>();
        var lines = roots.SelectMany(root => Branch(root, "", "", shown)).ToList();
        return lines.Exists(line => line.EndsWith('*')) ? [.. lines, "", "* shown above with what it needs"] : lines;
    }

    public static IEnumerable<string> Plan(RunPlan plan)
    {
        var digits = plan.Tasks.Count.ToString(CultureInfo.InvariantCulture).Length;
        return plan.Tasks.Select((task, index) =>
            $"{(index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits)}. {task.Name}{After(task)}");
    }

    public static IEnumerable<string> Descriptions(IReadOnlyCollection<TaskNode> nodes)
    {
        var width = nodes.Select(node => node.Name.Length).DefaultIfEmpty().Max();
        return nodes.OrderBy(node => node.Name, StringComparer.OrdinalIgnoreCase)
            .Select(node => $"{node.Name.PadRight(width)}  {node.Definition.Description}".TrimEnd());
    }

    private static string After(PlannedTask task) =>
        task.Needs.Count == 0 ? "" : $" after {string.Join(", ", task.Needs.Select(need => need.Name))}";

    private static IEnumerable<string> Branch(TaskNode node, string first, string rest, HashSet<TaskNode> shown)
    {
        var again = node.Needs.Count > 0 && !shown.Add(node);
        yield return first + node.Name + (again ? " *" : "");
        if (again)
            yield break;
        foreach (var (index, need) in node.Needs.Index())
        {
            var last = index == node.Needs.Count - 1;
            foreach (var line in Branch(need, rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), shown))
                yield return line;
        }
    }
}
