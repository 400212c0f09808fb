namespace LocalAzure.Revisions;

/// <summary>Probes one process from its start to its end, and tells when it has started, when it is ready, and when it must be restarted.</summary>
internal sealed class ReplicaProbing(ProbeSet probes, Uri address, TimeProvider clock)
{
    private readonly long begin = clock.GetTimestamp();

    public required Action Started { get; init; }

    public required Action<bool> Ready { get; init; }

    /// <summary>Told every answer, for people to read.</summary>
    public required Action<ProbeAnswer> Answered { get; init; }

    /// <summary>Completes with the reason when startup or liveness has failed; otherwise only when cancelled.</summary>
    /// <param name="alreadyStarted">It is adopted, and had started: its state is asked for at once.</param>
    public async Task<ReplicaEnd> RunAsync(bool alreadyStarted, CancellationToken cancellationToken)
    {
        if (!alreadyStarted && probes.Startup is { } startup && await FirstVerdictAsync(startup, cancellationToken) is { Succeeded: false } failure)
            return new ReplicaEnd($"Startup probe failed {startup.FailureThreshold} times: {failure.Text}.") { StartupFailed = true };
        Started();
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readiness = KeepReadyAsync(alreadyStarted, together.Token);
        var liveness = AwaitDeathAsync(alreadyStarted, together.Token);
        try
        {
            return await await Task.WhenAny(readiness, liveness);
        }
        finally
        {
            await together.CancelAsync();
            await ((Task)Task.WhenAll(readiness, liveness)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ProbeAnswer> FirstVerdictAsync(ProbeSpec spec, CancellationToken cancellationToken)
    {
        await foreach (var (verdict, answer) in new ProbeCycle(spec, address, clock).ObserveAsync(spec.InitialDelay, cancellationToken))
        {
            Answered(answer);
            if (verdict is not null)
                return answer;
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private async Task<ReplicaEnd> KeepReadyAsync(bool alreadyStarted, CancellationToken cancellationToken)
    {
        if (probes.Readiness is { } spec)
        {
            await foreach (var (verdict, answer) in Cycle(spec, alreadyStarted, cancellationToken))
            {
                Answered(answer);
                if (verdict is { } ready)
                    Ready(ready);
            }
        }

        Ready(true);
        return await NeverAsync(cancellationToken);
    }

    private async Task<ReplicaEnd> AwaitDeathAsync(bool alreadyStarted, CancellationToken cancellationToken)
    {
        if (probes.Liveness is { } spec)
        {
            await foreach (var (verdict, answer) in Cycle(spec, alreadyStarted, cancellationToken))
            {
                if (verdict is false)
                    return new ReplicaEnd($"Liveness probe failed {spec.FailureThreshold} times: {answer.Text}.");
            }
        }

        return await NeverAsync(cancellationToken);
    }

    // The initial delay counts from the container's start, not from the end of its startup.
    private IAsyncEnumerable<(bool? Verdict, ProbeAnswer Answer)> Cycle(ProbeSpec spec, bool atOnce, CancellationToken cancellationToken) =>
        new ProbeCycle(spec, address, clock).ObserveAsync(atOnce ? TimeSpan.Zero : spec.InitialDelay - clock.GetElapsedTime(begin), cancellationToken);

    private async Task<ReplicaEnd> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        throw new OperationCanceledException(cancellationToken);
    }
}
