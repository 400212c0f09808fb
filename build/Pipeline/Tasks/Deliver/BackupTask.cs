using Cake.Frosting;
using Frostline.Delivery;
using Frostline.Pipeline.Databases;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Backup")]
[TaskDescription("Back up the environment's database, encrypted, and prove it by restoring it")]
public sealed class BackupTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var platform = await context.PlatformAsync();
        var connection = await platform.FindDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation)
            ?? throw new DeliveryException(platform.DatabasesUnseen is { } why
                ? $"{context.Target.Name}: its database cannot be backed up from here: {why}."
                : $"{context.Target.Name}: has no database yet. Deploy first.");
        await (await new BackupAccess(context).OpenAsync()).TakeAsync(connection, context.Print, context.Cancellation);
    }
}
