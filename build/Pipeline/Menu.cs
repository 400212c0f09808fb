using System.Reflection;
using System.Text;
using Cake.Frosting;

namespace Frostline.Pipeline;

/// <summary>The tasks by what they are for: the folder that a task's class is in names its group.</summary>
internal static class Menu
{
    public static string Render(Assembly assembly)
    {
        var groups = assembly.GetExportedTypes()
            .Where(type => typeof(IFrostingTask).IsAssignableFrom(type) && type.GetCustomAttribute<TaskDescriptionAttribute>() is not null)
            .Select(type => (Group: type.Namespace!.Split('.')[^1], Name: NameOf(type), type.GetCustomAttribute<TaskDescriptionAttribute>()!.Description))
            .Where(task => task.Group != "Tasks")
            .GroupBy(task => task.Group)
            .OrderBy(group => Order(group.Key));

        var text = new StringBuilder("./build.sh --target=<task>\n");
        foreach (var group in groups)
        {
            text.Append('\n').Append(group.Key).Append('\n');
            foreach (var task in group.OrderBy(task => task.Name, StringComparer.Ordinal))
                text.Append("  ").Append(task.Name.PadRight(16)).Append(task.Description).Append('\n');
        }

        return text.Append(
            """

            Options
              --environment=staging   the environment of infrastructure/pipeline.json to work on
              --cloud=local|azure     LocalAzure on this machine (default), or Azure
              --tree --dryrun --help  what depends on what, what would run, and all options

            """).ToString();
    }

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    private static int Order(string group) => Array.IndexOf(["Develop", "Deliver", "Rehearse"], group) is var place and >= 0 ? place : int.MaxValue;
}
