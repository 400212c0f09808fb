using Cake.Frosting;
using Frostline.Pipeline.Provisioning;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Bicep")]
[TaskDescription("Check the infrastructure without a cloud: language, types, policy, plan, cost; --plan, --update-snapshots, --what-if, --deploy")]
public sealed class BicepTask : DeploymentStep
{
    public override async Task RunAsync(BuildContext context)
    {
        await new InfrastructureReview(context).RunAsync();
        if (context.Options.WhatIf)
            await new InfrastructureDeployment(context).WhatIfAsync();
        if (context.Options.Deploy)
            await new InfrastructureDeployment(context).DeployAsync();
    }
}
