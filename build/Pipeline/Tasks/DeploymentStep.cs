using System.Reflection;
using Cake.Frosting;

namespace Frostline.Pipeline.Tasks;

/// <summary>A task that deployments need done before. Neither a release that is live already nor a plan needs it.</summary>
public abstract class DeploymentStep : AsyncFrostingTask<BuildContext>, IFrostingTask
{
    private string? spared;

    string IFrostingTask.SkippedMessage => spared ?? "";

    public override bool ShouldRun(BuildContext context) =>
        (spared = context.Gate.Spares(GetType().GetCustomAttribute<TaskNameAttribute>()!.Name)) is null;
}
