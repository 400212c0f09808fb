using Cake.Frosting;
using Frostline.Delivery.Platforms;

namespace Frostline.Pipeline.Tasks.Rehearse;

[TaskName("LocalDown")]
[TaskDescription("Stop LocalAzure and everything it runs; its state stays")]
public sealed class LocalDownTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var stopped = await LocalAzureProgram.DownAsync(context.LocalAzure, context.Cancellation);
        context.Print(stopped ? "LocalAzure is down." : "LocalAzure was not running.");
    }
}
