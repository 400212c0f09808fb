using Cake.Frosting;
using Frostline.Migrations;
using Frostline.Pipeline.Databases;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Migrate")]
[TaskDescription("Bring the environment's database to this release's schema")]
[IsDependentOn(typeof(ImageTask))]
[IsDependentOn(typeof(ProvisionTask))]
public sealed class MigrateTask : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => DeploymentGate.LiveReason;

    public override bool ShouldRun(BuildContext context) => context.Gate.LiveAlready is null;

    public override async Task RunAsync(BuildContext context)
    {
        if (context.Settings.Database is null)
        {
            context.Print("The settings name no database.");
            return;
        }

        await context.Gate.HoldAsync();
        var platform = await context.PlatformAsync();
        var connection = await platform.EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);
        var source = new MigrationSource(context.MigrationsAssembly);
        await new BackupBeforeMigration(context).TakeAsync(await Migrator.PlanAsync(source, connection, new MigrationOptions(), context.Cancellation), connection);
        var outcome = await new Migrator(TimeProvider.System).ApplyAsync(source, connection, new MigrationOptions(), context.Print, context.Cancellation);
        context.Print($"{outcome.Database} is at {outcome.Head}");
        await SeedData.ApplyAsync(context, connection);
    }
}
