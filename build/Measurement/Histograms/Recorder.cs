namespace Frostline.Measurement.Histograms;

/// <summary>
/// Counts values from many threads without a lock, in memory that never grows (216 kB). What was counted is only ever added to, so two
/// snapshots tell what came between them: nothing is swapped, and no value can be lost at the border.
/// </summary>
public sealed class Recorder
{
    private readonly long[] counts = new long[BucketLayout.Count];
    private long sum;
    private long largest = long.MinValue;
    private long smallest = long.MaxValue;

    /// <summary>Counts one value; one below 0 counts as 0, one above about 3.8 hours (in ticks of 100 ns) as that.</summary>
    public void Record(long value)
    {
        value = Math.Max(0, value);
        Interlocked.Increment(ref counts[BucketLayout.IndexOf(value)]);
        Interlocked.Add(ref sum, value);
        if (value > Volatile.Read(ref largest))
            Raise(ref largest, value);
        if (value < Volatile.Read(ref smallest))
            Lower(ref smallest, value);
    }

    public void Record(TimeSpan duration) => Record(duration.Ticks);

    /// <summary>Counts what another recorder did.</summary>
    public void Add(Histogram other)
    {
        if (other.Count == 0)
            return;
        for (var place = 0; place < other.Indexes.Count; place++)
            Interlocked.Add(ref counts[other.Indexes[place]], other.Counts[place]);
        Interlocked.Add(ref sum, other.Sum);
        Raise(ref largest, other.Largest);
        Lower(ref smallest, other.Smallest);
    }

    /// <summary>What was counted so far.</summary>
    public Histogram Snapshot()
    {
        var copy = new long[counts.Length];
        for (var index = 0; index < copy.Length; index++)
            copy[index] = Volatile.Read(ref counts[index]);
        return Histogram.Of(copy, Interlocked.Read(ref sum), Interlocked.Read(ref smallest), Interlocked.Read(ref largest));
    }

    private static void Raise(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private static void Lower(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); value < seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
