using Cake.Core;
using Cake.Frosting;
using Frostline.Hosting;
using Frostline.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Frosting.Tests;

public sealed class JournalContext(ICakeContext context, Journal journal, IRunCancellation cancellation, ManualClock clock) : FrostingContext(context)
{
    public Journal Journal { get; } = journal;

    public CancellationToken Token => cancellation.Token;

    public ManualClock Clock { get; } = clock;

    /// <summary>What a signal from outside does.</summary>
    public void Interrupt() => ServiceProvider.GetRequiredService<RunCancellation>()
        .Cancel(System.Runtime.InteropServices.PosixSignal.SIGINT, _ => { });
}
