using Cake.Core;
using Cake.Frosting;

namespace Frostline.Pipeline;

/// <summary>
/// Before the first task: refuse wrong options and settings, all at once, and pass the gate. After the last: let go of lock and platform.
/// Frosting's lifetimes are synchronous, and run when no task does: the one place where waiting blocks a thread.
/// </summary>
public sealed class BuildLifetime : FrostingLifetime<BuildContext>
{
    public override void Setup(BuildContext context, ISetupContext info)
    {
        context.Record.Environment = context.Target.Name;
        context.Gate.PassAsync([.. info.TasksToExecute.Select(task => task.Name)]).GetAwaiter().GetResult();
    }

    public override void Teardown(BuildContext context, ITeardownContext info) =>
        context.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
