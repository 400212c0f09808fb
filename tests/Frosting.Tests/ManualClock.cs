namespace Frosting.Tests;

/// <summary>A clock that moves only when told to, and rings what is due then.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];
    private DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>How many waits are pending, to know when it is worth while to move on.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return alarms.Count;
        }
    }

    public void Advance(TimeSpan time)
    {
        List<Alarm> due;
        lock (gate)
        {
            now += time;
            due = [.. alarms.Where(alarm => alarm.Due <= now)];
            alarms.RemoveAll(due.Contains);
        }

        due.ForEach(alarm => alarm.Ring());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            var alarm = new Alarm(this, () => callback(state), now + dueTime);
            if (dueTime != Timeout.InfiniteTimeSpan)
                alarms.Add(alarm);
            return alarm;
        }
    }

    private sealed record Alarm(ManualClock Clock, Action Ring, DateTimeOffset Due) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
            lock (Clock.gate)
                Clock.alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
