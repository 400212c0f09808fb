using System.Text.Json;
using Cake.Core;
using Cake.Frosting;
using Frostline.Delivery;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Status")]
[TaskDescription("Show what runs in the environment: apps, revisions, weights, addresses; --format=json")]
public sealed class StatusTask(IConsole console) : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var status = await StatusReading.ReadAsync(context);
        console.WriteLine("{0}", context.Options.Format == "json" ? JsonSerializer.Serialize(status, DeliveryJson.Options) : StatusText.Of(status));
    }
}
