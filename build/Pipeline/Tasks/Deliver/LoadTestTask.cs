using Cake.Frosting;
using Frostline.Pipeline.LoadTests;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("LoadTest")]
[TaskDescription("Put the environment under load, and judge it: objectives, baseline, knee, leaks; --scenario, --profile, --url")]
public sealed class LoadTestTask : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => new LoadTestRun(context).RunAsync();
}
