namespace Frostline.Delivery;

/// <summary>A token that is cancelled by the caller or by time, and knows which.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource linked;
    private readonly CancellationToken caller;

    public Deadline(TimeSpan time, TimeProvider clock, CancellationToken cancellation)
    {
        caller = cancellation;
        timer = new CancellationTokenSource(time, clock);
        linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
    }

    public CancellationToken Token => linked.Token;

    /// <summary>Whether time ended it, not the caller.</summary>
    public bool Passed => timer.IsCancellationRequested && !caller.IsCancellationRequested;

    public void Dispose()
    {
        linked.Dispose();
        timer.Dispose();
    }
}
