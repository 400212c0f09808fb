using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Frosting.SampleHost;

public sealed class SampleLifetime : FrostingLifetime<SampleContext>
{
    public override void Setup(SampleContext context, ISetupContext info) => context.Log.Information("setup");

    public override void Teardown(SampleContext context, ITeardownContext info) => context.Log.Information("teardown");
}
