using Cake.Frosting;
using Frostline.Pipeline.Compiling;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Compile")]
[TaskDescription("Compile everything once, in Release")]
[IsDependentOn(typeof(CompileServicesTask))]
public sealed class CompileTask : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => context.AloneAsync(Compilation.OfEverything(context).RunAsync);
}
