namespace Frostline.Delivery.Rollouts;

/// <summary>The time a failed or cancelled rollout has to undo what it did: its own, not the run's, which may be over already.</summary>
internal sealed class UndoTime(TimeProvider clock) : IDisposable
{
    private CancellationTokenSource? source;

    public CancellationToken Token => source?.Token ?? CancellationToken.None;

    public void Start(TimeSpan time) => source ??= new CancellationTokenSource(time, clock);

    public void Dispose() => source?.Dispose();
}
