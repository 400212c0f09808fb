using Cake.Frosting;
using Frostline.Pipeline.Provisioning;
using Frostline.Pipeline.Tasks.Develop;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("Provision")]
[TaskDescription("Bring the environment's infrastructure to what the templates say, when they changed")]
[IsDependentOn(typeof(BicepTask))]
[IsDependentOn(typeof(ImageTask))]
public sealed class ProvisionTask : DeploymentStep
{
    public override Task RunAsync(BuildContext context) => new InfrastructureDeployment(context).ProvisionAsync();
}
