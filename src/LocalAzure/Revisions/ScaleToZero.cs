namespace LocalAzure.Revisions;

/// <summary>Lets a revision whose minimum is 0 replicas fall asleep when nobody asks for it, and wakes it for the first who does.</summary>
internal sealed class ScaleToZero(string revision, ReplicaPlatform platform) : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource ended = new();
    private readonly SemaphoreSlim scaling = new(1, 1);

    public required Func<IReadOnlyList<Replica>> Replicas { get; init; }

    public required Action Add { get; init; }

    public required Func<Task> EndAll { get; init; }

    public void Begin()
    {
        platform.Endpoints.WakeOnDemand(revision, WakeAsync);
        _ = WatchAsync(ended.Token);
    }

    /// <summary>From its completion on the revision neither wakes nor falls asleep any more.</summary>
    public async ValueTask DisposeAsync()
    {
        platform.Endpoints.WakeOnDemand(revision, null);
        await ended.CancelAsync();
        await scaling.WaitAsync(CancellationToken.None);
        scaling.Release();
        ended.Dispose();
    }

    /// <summary>Completes when a replica is ready, or there is no hope.</summary>
    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        await InTurnAsync(() =>
        {
            if (Replicas().Count == 0)
                Add();
            return Task.CompletedTask;
        });
        while (!ended.IsCancellationRequested && Replicas() is { Count: > 0 } replicas
            && replicas.All(replica => replica is { Status.Ready: false, StartFailure: null }))
        {
            await Task.Delay(Poll, platform.Clock, cancellationToken);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(platform.Timing.CoolDown / 10, platform.Clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (IsIdle())
                await InTurnAsync(() => IsIdle() ? EndAll() : Task.CompletedTask);
        }
    }

    private bool IsIdle() => Replicas() is { Count: > 0 } replicas && replicas.All(replica =>
        replica.Status.Ready && platform.Endpoints.IdleFor(replica.Status.Name) >= platform.Timing.CoolDown);

    private async Task InTurnAsync(Func<Task> step)
    {
        await scaling.WaitAsync(CancellationToken.None);
        try
        {
            if (!ended.IsCancellationRequested)
                await step();
        }
        finally
        {
            scaling.Release();
        }
    }
}
