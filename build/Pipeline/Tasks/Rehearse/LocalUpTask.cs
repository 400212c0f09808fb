using Cake.Frosting;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Rollouts;
using Frostline.Pipeline.Tasks.Develop;

namespace Frostline.Pipeline.Tasks.Rehearse;

[TaskName("LocalUp")]
[TaskDescription("Start LocalAzure, Azure on this machine")]
[IsDependentOn(typeof(CompileServicesTask))]
public sealed class LocalUpTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        using var platform = await LocalAzureProgram.EnsureRunningAsync(context.LocalAzure, context.Cancellation);
        await EnvironmentStatus.WhenSettledAsync(platform, context.Settings, context.Target.Name, context.Target.ReadyTimeout, context.Cancellation);
        context.Print($"management {platform.ManagementEndpoint}");
        context.Print($"page       {platform.Page}");
    }
}
