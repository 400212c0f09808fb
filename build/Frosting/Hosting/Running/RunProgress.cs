using Frostline.Hosting.Graph;

namespace Frostline.Hosting.Running;

/// <summary>The state of every task of a run, in order of the plan.</summary>
internal sealed class RunProgress
{
    private readonly Dictionary<TaskNode, TaskProgress> byNode;

    public RunProgress(RunPlan plan, TimeProvider time)
    {
        Plan = plan;
        Tasks = [.. plan.Tasks.Select(task => new TaskProgress(task, time))];
        byNode = Tasks.ToDictionary(task => task.Node);
    }

    public RunPlan Plan { get; }

    public IReadOnlyList<TaskProgress> Tasks { get; }

    public TaskProgress this[TaskNode node] => byNode[node];

    public bool IsReady(TaskProgress task) => task.IsWaiting && task.Task.Needs.All(need => byNode[need].HasEnded);

    public void SkipDependentsOf(TaskProgress failed)
    {
        var lost = new HashSet<TaskNode> { failed.Node };
        foreach (var task in Tasks.Where(task => task.Task.Needs.Any(lost.Contains)))
        {
            lost.Add(task.Node);
            if (task.IsWaiting)
                task.End(new TaskEnd(TaskOutcome.Skipped, $"because {failed.Node.Name} failed"));
        }
    }

    /// <summary>Skips what nobody needs any more because the targets that wanted it have ended already.</summary>
    public void SkipWhatOnlyEndedTargetsNeed()
    {
        var wanted = Plan.Targets.ToHashSet();
        foreach (var task in Tasks.Reverse().Where(task => wanted.Contains(task.Node) && !task.HasEnded))
            wanted.UnionWith(task.Task.Needs);
        foreach (var task in Tasks.Where(task => task.IsWaiting && !wanted.Contains(task.Node)))
        {
            var target = Plan.Targets.First(target => byNode[target].HasEnded && target.WithAllNeeds().Contains(task.Node));
            var reason = byNode[target].HasFailed ? $"because {target.Name} failed" : $"only {target.Name} needs it";
            task.End(new TaskEnd(TaskOutcome.Skipped, reason));
        }
    }

    /// <summary>Says of everything that is still waiting why its turn never came.</summary>
    public void Close(string reason)
    {
        foreach (var task in Tasks.Where(task => task.IsWaiting))
            task.End(new TaskEnd(TaskOutcome.NotReached, reason));
    }
}
