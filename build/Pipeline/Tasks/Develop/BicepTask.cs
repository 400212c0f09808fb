using Cake.Frosting;
using Frostline.Pipeline.Deploying;
using Frostline.Pipeline.Provisioning;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Bicep")]
[TaskDescription("Check the infrastructure without a cloud: language, types, policy, plan, cost; --plan, --update-snapshots, --what-if, --deploy")]
public sealed class BicepTask : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => DeploymentGate.LiveReason;

    public override bool ShouldRun(BuildContext context) => context.Gate.LiveAlready is null;

    public override async Task RunAsync(BuildContext context)
    {
        await new InfrastructureReview(context).RunAsync();
        if (context.Options.WhatIf)
            await new InfrastructureDeployment(context).WhatIfAsync();
        if (context.Options.Deploy)
            await new InfrastructureDeployment(context).DeployAsync();
    }
}
