using Cake.Core;
using Cake.Frosting;

namespace Frostline.Pipeline;

/// <summary>Before the first task: refuse wrong options and settings, all at once. After the last: let go of the platform.</summary>
public sealed class BuildLifetime : FrostingLifetime<BuildContext>
{
    public override void Setup(BuildContext context, ISetupContext info) =>
        context.Record.Environment = context.Target.Name;

    public override void Teardown(BuildContext context, ITeardownContext info) => context.Dispose();
}
