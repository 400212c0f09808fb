using Cake.Frosting;
using Frostline.Delivery;
using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Verify")]
[TaskDescription("Check what the environment serves, at its public addresses")]
public sealed class VerifyTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var outcome = await Verification.RunAsync(await context.PlatformAsync(), context.Settings, context.Target.Name, context.Cancellation);
        foreach (var check in outcome.Checks)
            context.Print($"{(check.Problem is null ? "pass" : "fail")}  {check.Service,-8} {check.Address} {check.Problem}");
        if (!outcome.Passed)
            throw new DeliveryException($"{context.Target.Name}: what it serves did not pass. Read the checks above.");
        context.Print($"{context.Target.Name} serves {outcome.Version}.");
    }
}
