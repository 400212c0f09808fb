using Cake.Core;
using Cake.Frosting;
using Frostline.Hosting;

namespace Frosting.SampleHost;

public sealed class SampleContext(ICakeContext context, IRunCancellation cancellation) : FrostingContext(context)
{
    public CancellationToken Token => cancellation.Token;
}
