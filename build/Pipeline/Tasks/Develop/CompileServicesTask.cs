using Cake.Frosting;
using Frostline.Pipeline.Compiling;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("CompileServices")]
[TaskDescription("Compile what a deployment needs: services, their tests, migrations, LocalAzure")]
public sealed class CompileServicesTask : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => DeploymentGate.LiveReason;

    public override bool ShouldRun(BuildContext context) => context.Gate.LiveAlready is null;

    public override Task RunAsync(BuildContext context) => context.AloneAsync(Compilation.OfServices(context).RunAsync);
}
