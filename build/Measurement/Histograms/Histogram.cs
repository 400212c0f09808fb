namespace Frostline.Measurement.Histograms;

/// <summary>
/// How often which values were counted. Immutable; sums and differences lose nothing. A value that is read back is at most 0.05 % away
/// from the one that was recorded; smallest and largest are exact unless the histogram is a difference.
/// </summary>
public sealed class Histogram
{
    // Only counters that are not zero, by rising index: some hundred in practice, whatever the range.
    private readonly int[] indexes;
    private readonly long[] counts;

    private Histogram(int[] indexes, long[] counts, long sum, long smallest, long largest)
    {
        (this.indexes, this.counts, Sum, Smallest, Largest) = (indexes, counts, sum, smallest, largest);
        foreach (var count in counts)
            Count += count;
    }

    public static Histogram Empty { get; } = new([], [], 0, 0, 0);

    /// <summary>How many values.</summary>
    public long Count { get; }

    /// <summary>Exact sum of the values.</summary>
    public long Sum { get; }

    /// <summary>0 when there are none.</summary>
    public long Smallest { get; }

    /// <summary>0 when there are none.</summary>
    public long Largest { get; }

    /// <summary>The exact mean; 0 when there are none.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>The counters that are not zero: the value that stands for each, and how many.</summary>
    public IEnumerable<(long Value, long Count)> Counters => indexes.Select((index, place) => (ValueIn(index), counts[place]));

    internal IReadOnlyList<int> Indexes => indexes;

    internal IReadOnlyList<long> Counts => counts;

    /// <summary>The smallest value that at least this share of all values does not exceed: of n values the one in place ⌈n·share⌉. 0 when there are none.</summary>
    /// <param name="share">From 0 to 1: 0.95 for p95.</param>
    public long Quantile(double share)
    {
        var rank = Math.Clamp((long)Math.Ceiling(share * Count - 1e-9), 1, Math.Max(1, Count));
        if (Count == 0 || rank == Count)
            return Largest;
        long seen = 0;
        for (var place = 0; place < indexes.Length; place++)
        {
            seen += counts[place];
            if (seen >= rank)
                return ValueIn(indexes[place]);
        }

        return Largest;
    }

    public Histogram Plus(Histogram other) => Count == 0 ? other : other.Count == 0 ? this
        : Combine(other, sign: 1, Math.Min(Smallest, other.Smallest), Math.Max(Largest, other.Largest));

    /// <summary>What was counted after an earlier snapshot of the same recorder.</summary>
    public Histogram Minus(Histogram earlier)
    {
        if (earlier.Count == 0)
            return this;
        var rest = Combine(earlier, sign: -1, Smallest, Largest);
        return rest.Count == 0 ? Empty : new(rest.indexes, rest.counts, rest.Sum,
            Math.Max(Smallest, BucketLayout.LowestIn(rest.indexes[0])), Math.Min(Largest, BucketLayout.HighestIn(rest.indexes[^1])));
    }

    public static Histogram Merge(IEnumerable<Histogram> parts) => parts.Aggregate(Empty, (total, part) => total.Plus(part));

    internal static Histogram Of(long[] all, long sum, long smallest, long largest)
    {
        var used = 0;
        foreach (var count in all)
            used += count > 0 ? 1 : 0;
        var (indexes, counts) = (new int[used], new long[used]);
        for (int index = 0, place = 0; index < all.Length; index++)
        {
            if (all[index] > 0)
                (indexes[place], counts[place++]) = (index, all[index]);
        }

        return used == 0 ? Empty : new(indexes, counts, sum, smallest, largest);
    }

    internal static Histogram Of(IReadOnlyList<int> indexes, IReadOnlyList<long> counts, long sum, long smallest, long largest) =>
        indexes.Count == 0 ? Empty : new([.. indexes], [.. counts], sum, smallest, largest);

    private long ValueIn(int index) => Math.Clamp(BucketLayout.MiddleOf(index), Smallest, Largest);

    private Histogram Combine(Histogram other, int sign, long smallest, long largest)
    {
        var (index, count) = (new List<int>(indexes.Length + other.indexes.Length), new List<long>(indexes.Length + other.indexes.Length));
        for (int mine = 0, theirs = 0; mine < indexes.Length || theirs < other.indexes.Length;)
        {
            var here = mine < indexes.Length ? indexes[mine] : int.MaxValue;
            var there = theirs < other.indexes.Length ? other.indexes[theirs] : int.MaxValue;
            var next = Math.Min(here, there);
            var total = (here == next ? counts[mine++] : 0) + sign * (there == next ? other.counts[theirs++] : 0);
            if (total > 0)
            {
                index.Add(next);
                count.Add(total);
            }
        }

        return Of(index, count, Sum + sign * other.Sum, smallest, largest);
    }
}
