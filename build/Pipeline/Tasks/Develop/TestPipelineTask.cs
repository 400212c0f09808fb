using Cake.Frosting;
using Frostline.Pipeline.Testing;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("TestPipeline")]
[TaskDescription("Run the suite's own tests, from pure to end to end")]
[IsDependentOn(typeof(CompileTask))]
public sealed class TestPipelineTask : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => context.AloneAsync(() => TestSuite.Pipeline(context).RunAsync(context));
}
