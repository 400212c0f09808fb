using Cake.Frosting;
using Frostline.Delivery.Releases;
using Frostline.Migrations;
using Frostline.Pipeline.Databases;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Migrate")]
[TaskDescription("Bring the environment's database to this release's schema: --plan, --to, --contract")]
[IsDependentOn(typeof(ImageTask))]
[IsDependentOn(typeof(ProvisionTask))]
public sealed class MigrateTask : DeploymentStep
{
    public override bool ShouldRun(BuildContext context) => base.ShouldRun(context) || context.Options.To is not null;

    public override async Task RunAsync(BuildContext context)
    {
        if (context.Settings.Database is null)
            context.Print("The settings name no database.");
        else if (context.Options.Plan)
            await new MigrationPreview(context).ShowAsync();
        else
            await MigrateAsync(context);
    }

    private static async Task MigrateAsync(BuildContext context)
    {
        await context.Gate.HoldAsync();
        var connection = await (await context.PlatformAsync()).EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);
        var target = context.Options.To;
        if (target is not null && await SchemaReturner.BehindAsync(new(context.MigrationsAssembly), connection, target, context.Cancellation) is { } earlier)
            await new SchemaWayBack(await WayBack.OfAsync(context, connection, earlier), TimeProvider.System).RunAsync(context.Cancellation);
        else
            await new SchemaMigration(context, () => PackedAsync(context)).RunAsync(connection, target);
    }

    /// <summary>The release of this checkout, as it was packed.</summary>
    private static async Task<ReleaseManifest> PackedAsync(BuildContext context)
    {
        var packed = await ReleaseManifest.ReadAsync(context.ManifestPath(await context.ReleaseAsync()), context.Cancellation);
        return packed.In((await context.PlatformAsync()).Registry(context.Target).Server, context.Settings);
    }
}
