using Cake.Frosting;
using Frostline.Delivery.Locks;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Lock")]
[TaskDescription("Show who holds the environment's lock; --lock=release frees it")]
public sealed class LockTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var release = context.Options.Lock == "release";
        using var platform = await Live.RunningAsync(context);
        if (platform is null)
        {
            context.Print($"{context.Target.Name} is free: LocalAzure is not running.");
            return;
        }

        var request = new LockRequest { Platform = platform, Settings = context.Settings, Environment = context.Target.Name };
        var holder = release
            ? await EnvironmentLock.ReleaseAsync(request, TimeProvider.System, context.Cancellation)
            : await EnvironmentLock.StatusAsync(request, TimeProvider.System, context.Cancellation);
        context.Print(holder is null ? $"{context.Target.Name} is free." : $"{context.Target.Name} {(release ? "is free again; it was held" : "is held")} by {holder}.");
    }
}
