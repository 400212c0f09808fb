using Cake.Frosting;
using Frostline.Pipeline.Compiling;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("CompileServices")]
[TaskDescription("Compile what a deployment needs: services, their tests, migrations, LocalAzure")]
public sealed class CompileServicesTask : DeploymentStep
{
    public override Task RunAsync(BuildContext context) => context.AloneAsync(Compilation.OfServices(context).RunAsync);
}
