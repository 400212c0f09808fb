using System.Security.Cryptography;

namespace LocalAzure.Revisions;

/// <summary>One revision that was started: its replicas, and what they mean together.</summary>
internal sealed class RunningRevision(RevisionSpec spec, ReplicaPlatform platform, Action<RevisionStatus> changed)
{
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    private readonly Lock gate = new();
    private readonly string specHash = SpecHash.Of(spec);
    private List<Replica> replicas = [];
    private ScaleToZero? scaleToZero;
    private bool wasReady;
    private bool stopping;
    private RevisionStatus status = new RevisionState(spec, WasReady: false, Stopping: false, StartFailure: null).Describe([]);

    public RevisionStatus Status => Volatile.Read(ref status);

    // The platform, too, starts one to see whether it starts.
    private int Wanted => Math.Max(1, spec.MinReplicas);

    /// <summary>Runs as many replicas as asked: first those that an earlier LocalAzure left running from the same spec, then new ones.</summary>
    /// <param name="left">What the ledger has of this revision.</param>
    /// <returns>Records of replicas that are not taken over; they are the caller's to end.</returns>
    public IReadOnlyList<ReplicaRecord> Start(IReadOnlyList<ReplicaRecord> left)
    {
        var adopted = left.Where(record => record.SpecHash == specHash && record.FindProcess() is not null).Take(Wanted).ToList();
        var records = adopted.Concat(Enumerable.Range(0, Wanted - adopted.Count).Select(_ => NewRecord()));
        Run([.. records.Select(NewReplica)]);
        if (spec.MinReplicas == 0)
            scaleToZero = NewScaleToZero();
        scaleToZero?.Begin();

        return [.. left.Except(adopted)];
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref scaleToZero, null) is { } scaling)
            await scaling.DisposeAsync();
        List<Replica> all;
        lock (gate)
        {
            stopping = true;
            all = replicas;
        }

        Publish();
        await EndAsync(all, cancellationToken);
    }

    /// <exception cref="RevisionRestartException">The new replicas did not become ready; the old ones go on.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        List<Replica> old;
        lock (gate)
            old = replicas;
        var fresh = old.Select(_ => NewReplica(NewRecord())).ToList();
        Run([.. old, .. fresh]);
        try
        {
            while (fresh.Any(replica => !replica.Status.Ready))
            {
                if (fresh.Select(replica => replica.StartFailure).FirstOrDefault(failure => failure is not null) is { } failure)
                    throw new RevisionRestartException(spec.Name, failure);
                await Task.Delay(TimeSpan.FromMilliseconds(50), platform.Clock, cancellationToken);
            }
        }
        catch
        {
            await EndAsync(fresh, CancellationToken.None);
            throw;
        }

        await EndAsync(old, cancellationToken);
    }

    public Replica? Find(string replica)
    {
        lock (gate)
            return replicas.Find(candidate => candidate.Status.Name == replica);
    }

    private void Run(List<Replica> all)
    {
        List<Replica> fresh;
        lock (gate)
        {
            fresh = [.. all.Except(replicas)];
            replicas = all;
        }

        Publish();
        foreach (var replica in fresh)
            replica.Run();
    }

    private async Task EndAsync(List<Replica> ending, CancellationToken cancellationToken)
    {
        await Task.WhenAll(ending.Select(replica => replica.StopAsync(cancellationToken)));
        lock (gate)
            replicas = [.. replicas.Except(ending)];
        foreach (var replica in ending)
            replica.Dispose();
        Publish();
    }

    // Raised under the lock, which a handler may take again on its own thread: changes come one at a time and in order.
    private void Publish()
    {
        lock (gate)
        {
            var known = replicas.Select(replica => replica.Status).ToList();
            wasReady |= known.Count(replica => replica.Ready) >= Wanted;
            var failure = replicas.Select(replica => replica.StartFailure).FirstOrDefault(reason => reason is not null);
            var next = new RevisionState(spec, wasReady, stopping, failure).Describe(known);
            if (next with { Replicas = status.Replicas } == status && next.Replicas.SequenceEqual(status.Replicas))
                return;
            Volatile.Write(ref status, next);
            changed(next);
        }
    }

    private ScaleToZero NewScaleToZero() => new(spec.Name, platform)
    {
        Replicas = () => Volatile.Read(ref replicas),
        Add = () => Run([NewReplica(NewRecord())]),
        EndAll = () => EndAsync(Volatile.Read(ref replicas), CancellationToken.None),
    };

    private Replica NewReplica(ReplicaRecord record) => new(spec, record, platform, Publish);

    private ReplicaRecord NewRecord() => new()
    {
        Replica = $"{spec.Name}-{specHash[..9]}-{RandomNumberGenerator.GetString(NameAlphabet, 5)}",
        Revision = spec.Name,
        SpecHash = specHash,
        Created = platform.Clock.GetUtcNow(),
        Port = 0,
        Boot = Machine.Boot,
        Grace = spec.TerminationGracePeriod,
    };
}
