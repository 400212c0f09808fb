namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Whether this machine stood still: a probe that nobody here attended to says nothing about the other side.</summary>
internal sealed class Pulse(TimeProvider clock)
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(250);

    private long lastStall = long.MinValue;

    /// <summary>A beat that was due at a timestamp happens now.</summary>
    public void Beat(long due)
    {
        if (clock.GetElapsedTime(due) > Late)
            Volatile.Write(ref lastStall, clock.GetTimestamp());
    }

    public bool StalledSince(long timestamp) => Volatile.Read(ref lastStall) >= timestamp;
}
