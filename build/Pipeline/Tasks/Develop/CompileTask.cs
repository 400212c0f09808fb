using Cake.Frosting;
using Frostline.Pipeline.Compiling;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Compile")]
[TaskDescription("Compile everything once, in Release")]
public sealed class CompileTask : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => DeploymentGate.LiveReason;

    public override bool ShouldRun(BuildContext context) => context.Gate.LiveAlready is null;

    public override async Task RunAsync(BuildContext context)
    {
        var compiled = await new Compilation(context.Processes, context.Paths).RunAsync(context.Print, context.Cancellation);
        if (!compiled)
            context.Print("Nothing changed since the last time.");
    }
}
