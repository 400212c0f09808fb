namespace LocalAzure.Clocks;

/// <summary>
/// The time of LocalAzure: this machine's, moved on by as much as somebody asked for. Waits that were under way when it was moved end that
/// much earlier. Never moved, it is this machine's.
/// </summary>
internal sealed class VirtualClock(TimeProvider machine) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<VirtualTimer> timers = [];
    private long moved;

    private TimeProvider Machine => machine;

    /// <summary>By how much it is ahead of the machine.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref moved));

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + Ahead;

    public override long GetTimestamp() => machine.GetElapsedTime(0).Ticks + Ahead.Ticks;

    public void Advance(TimeSpan by)
    {
        VirtualTimer[] all;
        lock (gate)
        {
            Interlocked.Add(ref moved, by.Ticks);
            all = [.. timers];
        }

        foreach (var timer in all)
            timer.Arm();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        lock (gate)
            timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Forget(VirtualTimer timer)
    {
        lock (gate)
            timers.Remove(timer);
    }

    /// <summary>A timer of the machine that is set anew for what is left whenever the clock is moved.</summary>
    private sealed class VirtualTimer : ITimer
    {
        private readonly VirtualClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private readonly Lock gate = new();
        private readonly ITimer inner;
        private long? due;
        private TimeSpan period;
        private bool ended;

        public VirtualTimer(VirtualClock clock, TimerCallback callback, object? state)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            inner = clock.Machine.CreateTimer(static timer => ((VirtualTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (gate)
            {
                this.period = period;
                due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetTimestamp() + dueTime.Ticks;
            }

            return Arm();
        }

        public bool Arm()
        {
            lock (gate)
            {
                return !ended && inner.Change(due is { } at ? TimeSpan.FromTicks(Math.Max(0, at - clock.GetTimestamp())) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            lock (gate)
                ended = true;
            clock.Forget(this);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            lock (gate)
            {
                if (due is not { } at)
                    return;
                var now = clock.GetTimestamp();
                // The machine's timers are a little early at times.
                if (at > now)
                {
                    Arm();
                    return;
                }

                due = period <= TimeSpan.Zero ? null : at + period.Ticks > now ? at + period.Ticks : now + period.Ticks;
                Arm();
            }

            callback(state);
        }
    }
}
