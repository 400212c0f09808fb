using Cake.Frosting;
using Frostline.Pipeline.Deploying;
using Frostline.Pipeline.Provisioning;
using Frostline.Pipeline.Tasks.Develop;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Provision")]
[TaskDescription("Bring the environment's infrastructure to what the templates say, when they changed")]
[IsDependentOn(typeof(BicepTask))]
[IsDependentOn(typeof(ImageTask))]
public sealed class ProvisionTask : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => DeploymentGate.LiveReason;

    public override bool ShouldRun(BuildContext context) => context.Gate.LiveAlready is null;

    public override Task RunAsync(BuildContext context) => new InfrastructureDeployment(context).ProvisionAsync();
}
