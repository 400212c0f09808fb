namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>A steady beat.</summary>
internal static class Cadence
{
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(1);

    /// <summary>Calls with the number of the beat and the timestamp at which it is due, whether or not the former have ended.
    /// Beats that were more than a second late because this machine stood still are left out: they say nothing about the other side.</summary>
    public static async Task BeatAsync(TimeSpan interval, TimeSpan time, TimeProvider clock, Action<long, long> beat, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        for (var number = 0L; interval * number < time; number++)
        {
            var wait = interval * number - clock.GetElapsedTime(start);
            if (wait < -LongestLag)
                continue;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, cancellation);
            cancellation.ThrowIfCancellationRequested();
            beat(number, start + (long)((interval * number).TotalSeconds * clock.TimestampFrequency));
        }
    }
}
