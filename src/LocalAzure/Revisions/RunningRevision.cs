using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace LocalAzure.Revisions;

/// <summary>One revision that was started: its replicas, and what they mean together.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Sources without a timer or a wait handle hold nothing to give back, and a late stop may still cancel them.")]
internal sealed class RunningRevision(RevisionSpec spec, ReplicaPlatform platform, Action<RevisionStatus> changed)
{
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationTokenSource hurry = new();
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
        var specHash = SpecHash.Of(spec);
        var adopted = left.Where(record => record.SpecHash == specHash && record.FindProcess() is not null).Take(Wanted).ToList();
        var records = adopted.Concat(Enumerable.Range(0, Wanted - adopted.Count).Select(_ => NewRecord(spec)));
        Run([.. records.Select(record => NewReplica(spec, record))]);
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

    /// <summary>Tells a restart that is under way that the revision is going to be stopped: it waits no longer for its new replicas.</summary>
    /// <param name="cut">Cuts the grace period of old replicas short.</param>
    /// <returns>To be disposed of when the revision was stopped.</returns>
    public CancellationTokenRegistration GiveUpRestart(CancellationToken cut)
    {
        ending.Cancel();
        return cut.UnsafeRegister(_ => hurry.Cancel(), null);
    }

    /// <exception cref="RevisionRestartException">The new replicas did not become ready; the old ones go on.</exception>
    public async Task RestartAsync(RevisionSpec next, CancellationToken cancellationToken)
    {
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending.Token);
        List<Replica> old;
        lock (gate)
            old = replicas;
        var fresh = old.Select(_ => NewReplica(next, NewRecord(next))).ToList();
        Run(fresh);
        try
        {
            // Old replicas that do not serve are not waited for with: they may be stuck for the same reason.
            while (old.Any(replica => replica.Status.Ready) && fresh.Any(replica => !replica.Status.Ready))
            {
                if (fresh.Select(replica => replica.StartFailure).FirstOrDefault(failure => failure is not null) is { } failure)
                    throw new RevisionRestartException(spec.Name, failure);
                await Task.Delay(TimeSpan.FromMilliseconds(50), platform.Clock, givenUp.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The stop, which comes next, ends all of them side by side.
            throw new RevisionRestartException(spec.Name, "The revision is being stopped.");
        }
        catch
        {
            await EndAsync(fresh, hurry.Token);
            throw;
        }

        lock (gate)
            spec = next;
        await EndAsync(old, hurry.Token);
    }

    public Replica? Find(string replica)
    {
        lock (gate)
            return replicas.Find(candidate => candidate.Status.Name == replica);
    }

    // Beside those there are: one that was woken meanwhile is not lost.
    private void Run(IReadOnlyList<Replica> fresh)
    {
        lock (gate)
            replicas = [.. replicas, .. fresh];

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
        Add = () => Run([NewReplica(spec, NewRecord(spec))]),
        EndAll = () => EndAsync(Volatile.Read(ref replicas), CancellationToken.None),
    };

    private Replica NewReplica(RevisionSpec from, ReplicaRecord record) => new(from, record, platform, Publish);

    private ReplicaRecord NewRecord(RevisionSpec from)
    {
        var hash = SpecHash.Of(from);
        return new ReplicaRecord
        {
            Replica = $"{from.Name}-{hash[..9]}-{RandomNumberGenerator.GetString(NameAlphabet, 5)}",
            Revision = from.Name,
            SpecHash = hash,
            Created = platform.Clock.GetUtcNow(),
            Port = 0,
            Boot = Machine.Boot,
            Grace = from.TerminationGracePeriod,
        };
    }
}
