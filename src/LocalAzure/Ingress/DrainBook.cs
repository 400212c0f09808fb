namespace LocalAzure.Ingress;

/// <summary>The latest drains, oldest first.</summary>
internal sealed class DrainBook(TimeProvider clock)
{
    private const int Kept = 500;
    private readonly Lock gate = new();
    private readonly LinkedList<(ReplicaEndpoint Endpoint, Drain Drain)> drains = [];

    /// <param name="revision">What it runs as; null for all.</param>
    public IReadOnlyList<Drain> Read(string? revision)
    {
        lock (gate)
            return [.. drains.Select(entry => entry.Drain).Where(drain => revision is null || drain.Revision.Equals(revision, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Closes a replica to new requests and notes how many are in flight.</summary>
    public void Begin(ReplicaEndpoint endpoint)
    {
        lock (gate)
        {
            var (now, inFlight) = (clock.GetUtcNow(), endpoint.Close());
            drains.AddLast((endpoint, new Drain(endpoint.Revision, endpoint.Replica, now, inFlight) { Drained = inFlight == 0 ? now : null }));
            if (drains.Count > Kept)
                drains.RemoveFirst();
        }
    }

    /// <summary>Notes the end of a request that was in flight when its replica was closed.</summary>
    public void End(ReplicaEndpoint endpoint, RequestKind kind, RequestEnd end)
    {
        lock (gate)
        {
            for (var node = drains.Last; node is not null; node = node.Previous)
            {
                if (node.Value.Endpoint != endpoint)
                    continue;
                node.Value = (endpoint, With(node.Value.Drain, kind, end));
                return;
            }
        }
    }

    private Drain With(Drain drain, RequestKind kind, RequestEnd end)
    {
        drain = end switch
        {
            RequestEnd.Finished => drain with { Finished = drain.Finished.With(kind) },
            RequestEnd.Cut => drain with { Cut = drain.Cut.With(kind) },
            _ => drain with { Abandoned = drain.Abandoned.With(kind) },
        };
        var over = Sum(drain.Finished) + Sum(drain.Cut) + Sum(drain.Abandoned);
        return drain with { Drained = over >= drain.InFlight ? clock.GetUtcNow() : null };
    }

    private static int Sum(RequestCounts counts) => counts.Requests + counts.EventStreams + counts.WebSockets;
}
