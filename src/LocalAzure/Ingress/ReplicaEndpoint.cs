using System.Net;

namespace LocalAzure.Ingress;

/// <summary>
/// One replica as ingress sees it, from the moment it is opened to its last answer. It has connections of its own, which end
/// with it: a stopped replica's idle connection can never be picked for a later request.
/// </summary>
internal sealed class ReplicaEndpoint(string revision, string replica, Uri address, TimeProvider clock)
{
    // The sign bit says closed, the rest counts requests in flight: one word, so that no request slips in while it closes.
    private const int Closed = int.MinValue;

    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state;
    private long lastUse = clock.GetTimestamp();

    public string Revision { get; } = revision;

    public string Replica { get; } = replica;

    public Uri Address { get; } = address;

    public string Prefix { get; } = address.GetLeftPart(UriPartial.Authority);

    public HttpMessageInvoker Connections { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
    });

    public int InFlight => Volatile.Read(ref state) & ~Closed;

    public TimeSpan IdleFor => InFlight > 0 ? TimeSpan.Zero : clock.GetElapsedTime(Volatile.Read(ref lastUse));

    /// <summary>Completes when it was closed and nothing is in flight any more.</summary>
    public Task Drained => drained.Task;

    /// <summary>The time to drain it is over: what is still in flight is about to be cut.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>Claims a place for one request; false when it was closed.</summary>
    public bool TryEnter()
    {
        while (true)
        {
            var before = Volatile.Read(ref state);
            if (before < 0)
                return false;
            if (Interlocked.CompareExchange(ref state, before + 1, before) == before)
                return true;
        }
    }

    /// <summary>Whether it was closed while the request was in flight.</summary>
    public bool Exit()
    {
        Volatile.Write(ref lastUse, clock.GetTimestamp());
        var after = Interlocked.Decrement(ref state);
        if (after == Closed)
            End();
        return after < 0;
    }

    /// <summary>Requests that were in flight at that moment.</summary>
    public int Close()
    {
        var before = Interlocked.Or(ref state, Closed);
        if (before == 0)
            End();
        return before & ~Closed;
    }

    private void End()
    {
        Connections.Dispose();
        drained.TrySetResult();
    }
}
