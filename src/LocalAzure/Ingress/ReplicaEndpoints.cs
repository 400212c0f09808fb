using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LocalAzure.Ingress;

internal sealed class ReplicaEndpoints(DrainBook drains, TimeProvider clock) : IReplicaEndpoints
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ImmutableArray<ReplicaEndpoint>> draining = [];
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task>> wakers = new();
    private ImmutableDictionary<string, ImmutableArray<ReplicaEndpoint>> open =
        ImmutableDictionary<string, ImmutableArray<ReplicaEndpoint>>.Empty;

    public void Open(string revision, string replica, Uri address)
    {
        lock (gate)
        {
            var present = OpenOf(revision);
            if (present.Any(endpoint => endpoint.Replica == replica && endpoint.Address == address))
                return;
            Close(replica);
            Volatile.Write(ref open, open.SetItem(revision, OpenOf(revision).Add(new ReplicaEndpoint(revision, replica, address, clock))));
        }
    }

    public void Close(string replica)
    {
        lock (gate)
        {
            foreach (var (revision, endpoints) in open)
            {
                foreach (var endpoint in endpoints.Where(endpoint => endpoint.Replica == replica))
                {
                    var rest = OpenOf(revision).Remove(endpoint);
                    Volatile.Write(ref open, rest.IsEmpty ? open.Remove(revision) : open.SetItem(revision, rest));
                    draining[replica] = DrainingOf(replica).Add(endpoint);
                    drains.Begin(endpoint);
                    _ = ForgetAsync(endpoint);
                }
            }
        }
    }

    public async Task DrainAsync(string replica, CancellationToken cancellationToken)
    {
        ImmutableArray<ReplicaEndpoint> closing;
        lock (gate)
            closing = DrainingOf(replica);
        try
        {
            await Task.WhenAll(closing.Select(endpoint => endpoint.Drained)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            foreach (var endpoint in closing)
                endpoint.IsOverdue = true;
            throw;
        }
    }

    public int InFlight(string replica) => AllOf(replica).Sum(endpoint => endpoint.InFlight);

    public TimeSpan IdleFor(string replica) => AllOf(replica).Select(endpoint => endpoint.IdleFor).DefaultIfEmpty().Min();

    public void WakeOnDemand(string revision, Func<CancellationToken, Task>? wake)
    {
        if (wake is null)
            wakers.TryRemove(revision, out _);
        else
            wakers[revision] = wake;
    }

    /// <summary>What to wait for when no replica of the revision is open; null when there is no hope.</summary>
    public Func<CancellationToken, Task>? WakerOf(string revision) => wakers.GetValueOrDefault(revision);

    /// <summary>The open replicas of a revision as they are now; the caller still has to enter the one it picks.</summary>
    public ImmutableArray<ReplicaEndpoint> Of(string revision) =>
        Volatile.Read(ref open).TryGetValue(revision, out var endpoints) ? endpoints : [];

    private async Task ForgetAsync(ReplicaEndpoint endpoint)
    {
        await endpoint.Drained;
        lock (gate)
        {
            var rest = DrainingOf(endpoint.Replica).Remove(endpoint);
            if (rest.IsEmpty)
                draining.Remove(endpoint.Replica);
            else
                draining[endpoint.Replica] = rest;
        }
    }

    private List<ReplicaEndpoint> AllOf(string replica)
    {
        lock (gate)
            return [.. open.Values.SelectMany(endpoints => endpoints).Where(endpoint => endpoint.Replica == replica), .. DrainingOf(replica)];
    }

    private ImmutableArray<ReplicaEndpoint> OpenOf(string revision) => open.TryGetValue(revision, out var endpoints) ? endpoints : [];

    private ImmutableArray<ReplicaEndpoint> DrainingOf(string replica) => draining.TryGetValue(replica, out var endpoints) ? endpoints : [];
}
