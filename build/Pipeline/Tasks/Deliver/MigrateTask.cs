using Cake.Frosting;
using Frostline.Migrations;
using Frostline.Pipeline.Databases;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Migrate")]
[TaskDescription("Bring the environment's database to this release's schema: --plan, --to, --contract")]
[IsDependentOn(typeof(ImageTask))]
[IsDependentOn(typeof(ProvisionTask))]
public sealed class MigrateTask : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => DeploymentGate.LiveReason;

    public override bool ShouldRun(BuildContext context) => context.Gate.LiveAlready is null || context.Options.To is not null;

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
        var target = context.Options.To;
        if (context.Options.Plan)
            await new SchemaReview(context, connection, new() { Target = target }).ShowAsync();
        else if (target is not null && await SchemaReturner.BehindAsync(new(context.MigrationsAssembly), connection, target, context.Cancellation) is { } earlier)
            await new SchemaWayBack(context).RunAsync(connection, earlier);
        else
            await new SchemaMigration(context).RunAsync(connection, new() { Target = target });
    }
}
