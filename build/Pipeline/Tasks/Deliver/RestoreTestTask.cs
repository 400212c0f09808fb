using Cake.Frosting;
using Frostline.Pipeline.Databases;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("RestoreTest")]
[TaskDescription("Prove that the newest backup, or --backup=<id>, can be restored, and how long it takes")]
public sealed class RestoreTestTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var connection = await (await context.PlatformAsync()).EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);
        await (await new BackupAccess(context).OpenAsync()).TestAsync(connection, context.Options.Backup, context.Print, context.Cancellation);
    }
}
