using System.Threading.Channels;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Sends probes as they fall due, so many at a time and no more; those that find every lane taken wait, and their time counts.</summary>
internal sealed class ProbeLanes
{
    private const int Lanes = 64;

    private readonly Channel<Probe> due = Channel.CreateUnbounded<Probe>();
    private readonly Task[] lanes;

    public ProbeLanes(ProbeRequest request, Action<ProbeResult> record, CancellationToken cancellation) =>
        lanes = [.. Enumerable.Range(0, Lanes).Select(_ => RunAsync(request, record, cancellation))];

    public void Add(Probe probe) => due.Writer.TryWrite(probe);

    /// <summary>Waits for the answers to all that was added.</summary>
    public Task FinishAsync()
    {
        due.Writer.TryComplete();
        return Task.WhenAll(lanes);
    }

    private async Task RunAsync(ProbeRequest request, Action<ProbeResult> record, CancellationToken cancellation)
    {
        await foreach (var probe in due.Reader.ReadAllAsync(cancellation))
            record(await request.SendAsync(probe, cancellation));
    }
}
