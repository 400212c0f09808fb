using System.Runtime.CompilerServices;

namespace LocalAzure.Revisions;

/// <summary>A probe tried again and again, with the verdict after each try.</summary>
internal sealed class ProbeCycle(ProbeSpec spec, Uri address, TimeProvider clock)
{
    /// <param name="delay">Before the first try.</param>
    public async IAsyncEnumerable<(bool? Verdict, ProbeAnswer Answer)> ObserveAsync(
        TimeSpan delay, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var probe = new Probe(spec, address, clock);
        var streak = new ProbeStreak(spec);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, clock, cancellationToken);
        while (true)
        {
            var begin = clock.GetTimestamp();
            var answer = await probe.TryAsync(cancellationToken);
            yield return (streak.Observe(answer.Succeeded), answer);
            var rest = spec.Period - clock.GetElapsedTime(begin);
            // The platform sleeps for the whole period. A rehearsal need not, while the port is still closed; failures count per period all the same.
            if (rest > TimeSpan.Zero && answer.Refused)
                await probe.WaitForListenerAsync(rest, cancellationToken);
            else if (rest > TimeSpan.Zero)
                await Task.Delay(rest, clock, cancellationToken);
        }
    }
}
