using Cake.Frosting;
using Frostline.Delivery.Locks;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Lock")]
[TaskDescription("Show who holds the environment's lock; --lock=release frees it")]
public sealed class LockTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var release = context.Options.Lock == "release";
        var holder = release
            ? await EnvironmentLock.ReleaseAsync(context.Paths.Locks, context.Target.Name, TimeProvider.System, context.Cancellation)
            : await EnvironmentLock.StatusAsync(context.Paths.Locks, context.Target.Name, TimeProvider.System, context.Cancellation);
        context.Print(holder is null ? $"{context.Target.Name} is free." : $"{context.Target.Name} {(release ? "is free again; it was held" : "is held")} by {holder}.");
    }
}
