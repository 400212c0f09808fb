namespace CoffeeTracker.Hosting.Metrics;

/// <summary>The values of one set of labels.</summary>
/// <param name="buckets">How many a histogram has below infinity; 0 for what is none.</param>
internal sealed class Series(int buckets)
{
    private readonly long[] counts = new long[buckets + 1];
    private long bits;

    /// <summary>The value, or the sum of a histogram's.</summary>
    public double Value => BitConverter.Int64BitsToDouble(Volatile.Read(ref bits));

    /// <summary>How many values fell into each bucket and into none before; the last one is above all bounds.</summary>
    public IReadOnlyList<long> Counts => counts;

    public void Set(double value) => Volatile.Write(ref bits, BitConverter.DoubleToInt64Bits(value));

    public void Add(double value)
    {
        for (var seen = Volatile.Read(ref bits); ;)
        {
            var before = Interlocked.CompareExchange(ref bits, BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + value), seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    public void Count(double value, IReadOnlyList<double> bounds)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
            bucket++;
        Interlocked.Increment(ref counts[bucket]);
        Add(value);
    }
}
