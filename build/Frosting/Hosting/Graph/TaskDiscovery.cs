using Cake.Frosting;
using Frostline.Hosting.CommandLine;

namespace Frostline.Hosting.Graph;

/// <summary>Finds the task classes. A class that looks like a task and could not be run is an error, never silence.</summary>
internal static class TaskDiscovery
{
    public static IReadOnlyList<TaskDefinition> Find(IEnumerable<Type> types)
    {
        var tasks = types.Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type)).ToList();
        foreach (var type in tasks)
        {
            if (!type.IsVisible)
                throw new UsageException($"{type.FullName} is a task but not public, so it would be ignored. Make the class and what it is nested in public.");
            if (type.ContainsGenericParameters)
                throw new UsageException($"{type.FullName} is a task but generic, so nobody can construct it. Make it abstract or give it its types.");
        }

        return [.. tasks.Select(TaskDefinition.Of)];
    }

    /// <summary>Throws when a task is written for a context the host does not have.</summary>
    public static void CheckContexts(IEnumerable<TaskDefinition> tasks, Type context)
    {
        foreach (var task in tasks)
        {
            if (task.ContextType is { } needed && !needed.IsAssignableFrom(context))
                throw new UsageException($"{task.Class.FullName} needs the context {needed.FullName}, but the host has {context.FullName}. Call UseContext<{needed.Name}>() or change the task's base class.");
        }
    }
}
