using Cake.Frosting;
using Frostline.Pipeline.Deploying;
using Frostline.Pipeline.Tasks.Develop;

namespace Frostline.Pipeline.Tasks.Deliver;

[TaskName("DeployStaging")]
[TaskDescription("Bring this release to staging: new revisions, judged before they serve")]
[IsDependentOn(typeof(TestServicesTask))]
[IsDependentOn(typeof(ScanTask))]
[IsDependentOn(typeof(BicepTask))]
[IsDependentOn(typeof(ImageTask))]
[IsDependentOn(typeof(MigrateTask))]
public sealed class DeployStagingTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        if (context.Gate.LiveAlready is { } live)
        {
            context.Print($"Release {live.Version} is live already.");
            context.Record.Add(live.Urls);
            return;
        }

        await context.Gate.HoldAsync();
        var outcome = await new Deployment(context).RunAsync();
        context.Record.Add(outcome.Evidence);
        foreach (var line in RolloutText.Of(outcome))
            context.Print(line);
        outcome.ThrowUnlessPassed();
        context.Record.Add(outcome.Services.Where(service => service.Url is not null).ToDictionary(service => service.Name, service => service.Url!));
    }
}
