using Cake.Core;
using Frostline.Hosting.Graph;

namespace Frostline.Hosting.Running;

internal static class TaskInfo
{
    /// <summary>A task as Cake's own lifetimes know it.</summary>
    public static ICakeTaskInfo Of(TaskNode node)
    {
        var task = new CakeTask(node.Name) { Description = node.Definition.Description };
        foreach (var need in node.Needs)
            task.AddDependency(need.Name);
        return task;
    }
}
