using System.Reflection;
using Cake.Frosting;
using Frostline.Pipeline;
using Testing;

namespace Pipeline.Tests;

/// <summary>The task graph as data.</summary>
public sealed class TaskGraphTests
{
    private static readonly Dictionary<string, Type> Tasks = typeof(BuildContext).Assembly.GetExportedTypes()
        .Where(type => typeof(IFrostingTask).IsAssignableFrom(type) && !type.IsAbstract)
        .ToDictionary(type => type.GetCustomAttribute<TaskNameAttribute>()!.Name);

    [Fact]
    public void EveryTask_HasADescription() =>
        Tasks.Values.Where(task => task.GetCustomAttribute<TaskDescriptionAttribute>() is null).ShouldBeEmpty();

    [Fact]
    public void DeployStaging_WaitsForTheServicesTests_ButNeverForTestsThatCallBuildSh()
    {
        var needed = Closure("DeployStaging");

        needed.ShouldContain("TestServices");
        needed.ShouldContain("Scan");
        needed.ShouldContain("Image");
        needed.ShouldContain("Provision");
        needed.ShouldContain("Migrate");
        needed.ShouldNotContain("TestPipeline");
        needed.ShouldNotContain("Test");
    }

    [Fact]
    public void Test_IsBothSuites() => Needs("Test").ShouldBe(["TestServices", "TestPipeline"]);

    [Fact]
    public void Menu_ShowsEveryTaskInItsGroup() => Golden.Matches(Menu.Render(typeof(BuildContext).Assembly), "menu.txt");

    private static HashSet<string> Closure(string task)
    {
        var found = new HashSet<string>();
        var pending = new Queue<string>([task]);
        while (pending.TryDequeue(out var next))
            foreach (var needed in Needs(next).Where(found.Add))
                pending.Enqueue(needed);
        return found;
    }

    private static string[] Needs(string task) =>
        [.. Tasks[task].GetCustomAttributes<IsDependentOnAttribute>().Select(needed => needed.Task.GetCustomAttribute<TaskNameAttribute>()!.Name)];
}
