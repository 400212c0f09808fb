using Cake.Frosting;
using Frostline.Pipeline.Deploying;
using Frostline.Pipeline.Scanning;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Scan")]
[TaskDescription("Look for secrets, vulnerable packages and unsafe files: --path, --since, --url, --update-baseline")]
[IsDependentOn(typeof(CompileServicesTask))]
public sealed class ScanTask : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => DeploymentGate.LiveReason;

    public override bool ShouldRun(BuildContext context) => context.Gate.LiveAlready is null;

    public override Task RunAsync(BuildContext context) => new SourceScan(context).RunAsync();
}
