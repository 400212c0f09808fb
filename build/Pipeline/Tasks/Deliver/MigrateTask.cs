using Cake.Frosting;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Migrate")]
[TaskDescription("Bring the environment's database to this release's schema")]
[IsDependentOn(typeof(ImageTask))]
public sealed class MigrateTask : AsyncFrostingTask<BuildContext>
{
    public override bool ShouldRun(BuildContext context) => context.IsNeeded;

    public override async Task RunAsync(BuildContext context)
    {
        var outcome = await new DatabaseMigration(context).ApplyAsync();
        foreach (var migration in outcome.Applied)
            context.Print($"applied {migration.Name} in {migration.Duration.TotalSeconds:0.0} s");
        context.Print($"{outcome.Database} is at {outcome.Head}");
    }
}
