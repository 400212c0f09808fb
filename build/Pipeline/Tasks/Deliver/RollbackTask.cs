using Cake.Frosting;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Rollback")]
[TaskDescription("Bring the environment's previous good release back; --to=<version>")]
public sealed class RollbackTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var outcome = await new PreviousRelease(context).BringBackAsync();
        context.Record.Release = outcome.Version;
        context.Record.Add(outcome.Evidence);
        outcome.ThrowUnlessPassed();
        context.Print(PreviousRelease.Text(outcome));
    }
}
