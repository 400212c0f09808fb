using Cake.Frosting;
using Frostline.Pipeline.Scanning;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Scan")]
[TaskDescription("Look for secrets, vulnerable packages and unsafe files: --path, --since, --url, --update-baseline")]
[IsDependentOn(typeof(CompileServicesTask))]
public sealed class ScanTask : DeploymentStep
{
    public override Task RunAsync(BuildContext context) => new SourceScan(context).RunAsync();
}
