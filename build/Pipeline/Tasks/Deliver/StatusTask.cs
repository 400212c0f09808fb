using System.Text.Json;
using Cake.Core;
using Cake.Frosting;
using Frostline.Delivery;
using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Status")]
[TaskDescription("Show what runs in the environment: apps, revisions, weights, addresses")]
public sealed class StatusTask(IConsole console) : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var status = await EnvironmentStatus.ReadAsync(await context.PlatformAsync(), context.Settings, context.Target.Name, context.Cancellation);
        console.WriteLine("{0}", context.Options.Format == "json" ? JsonSerializer.Serialize(status, DeliveryJson.Options) : status.ToText());
    }
}
