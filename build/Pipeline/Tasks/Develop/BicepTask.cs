using Cake.Frosting;
using Frostline.Pipeline.Deploying;
using Frostline.Pipeline.Provisioning;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Bicep")]
[TaskDescription("Check the infrastructure without a cloud: language, types, policy, plan, cost; --plan, --update-snapshots")]
public sealed class BicepTask : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => DeploymentGate.LiveReason;

    public override bool ShouldRun(BuildContext context) => context.Gate.LiveAlready is null;

    public override Task RunAsync(BuildContext context) => new InfrastructureReview(context).RunAsync();
}
