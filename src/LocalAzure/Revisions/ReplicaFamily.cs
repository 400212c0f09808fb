namespace LocalAzure.Revisions;

/// <summary>Every process a replica has on this machine: its own, and whatever that has started, daemons included.</summary>
internal sealed class ReplicaFamily(ReplicaFolders folders, SupervisionTiming timing, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Sends the stop signal to the replica's first process, as container runtimes do, and kills what is left of the family when
    /// that has ended, or the grace period is over, or the token is cancelled. Completes when none is left.
    /// </summary>
    /// <exception cref="TimeoutException">A killed process does not go away.</exception>
    public async Task EndAsync(string replica, RunningProcess? first, StopOrder order, CancellationToken cancellationToken)
    {
        first?.Signal(order.Signal);
        await WaitAsync(() => first is not { IsRunning: true }, order.Grace, cancellationToken);
        if (!await WaitAsync(() => KillRest(replica, first) == 0, timing.KillDeadline, CancellationToken.None))
            throw new TimeoutException($"Processes of replica '{replica}' do not end although they were killed.");
    }

    /// <summary>Names of the replicas of this state folder that have processes, recorded or not.</summary>
    public IReadOnlySet<string> FindReplicas() => RunningProcess.All()
        .Select(process => process.ReadEnvironment())
        .Where(environment => environment.GetValueOrDefault(ReplicaCommand.Mark) == folders.Id)
        .Select(environment => environment.GetValueOrDefault(ReplicaCommand.ReplicaName) ?? "")
        .ToHashSet();

    private int KillRest(string replica, RunningProcess? first)
    {
        var rest = RunningProcess.All().Where(process => Belongs(process, replica, first)).ToList();
        foreach (var process in rest)
            process.Signal(Signals.Kill);
        return rest.Count;
    }

    private bool Belongs(RunningProcess process, string replica, RunningProcess? first)
    {
        if (first is not null && process.Session == first.Id && process.StartTicks >= first.StartTicks)
            return true;
        var environment = process.ReadEnvironment();
        return environment.GetValueOrDefault(ReplicaCommand.Mark) == folders.Id
            && environment.GetValueOrDefault(ReplicaCommand.ReplicaName) == replica;
    }

    private async Task<bool> WaitAsync(Func<bool> done, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var begin = clock.GetTimestamp();
        while (!done())
        {
            if (clock.GetElapsedTime(begin) >= deadline || cancellationToken.IsCancellationRequested)
                return false;
            await Task.Delay(Poll, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return true;
    }
}

/// <summary>How a replica is asked to end, and how long it may take before it is killed.</summary>
internal sealed record StopOrder(int Signal, TimeSpan Grace);
