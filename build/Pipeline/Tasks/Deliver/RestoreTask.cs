using Cake.Frosting;
using Frostline.Pipeline.Databases;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Restore")]
[TaskDescription("Bring a backup back beside the database, and swap the two: --backup=<id>, --into")]
public sealed class RestoreTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        foreach (var line in await new DatabaseRestore(context).RunAsync())
            context.Print(line);
    }
}
