using System.Numerics;

namespace Frostline.Measurement.Histograms;

/// <summary>
/// Which counter a value belongs to: exact below 2,048, above that 1,024 counters for each doubling, so that no counter is wider than
/// 1/1,024 of the values in it. The layout of Gil Tene's HdrHistogram with three digits.
/// </summary>
internal static class BucketLayout
{
    private const int HalfBits = 10;
    private const int Half = 1 << HalfBits;

    /// <summary>Counters up to the largest value that is told apart: one hour in ticks of 100 ns fits well.</summary>
    public static readonly int Count = IndexOf(LargestValue) + 1;

    public const long LargestValue = (1L << 37) - 1;

    public static int IndexOf(long value)
    {
        value = Math.Clamp(value, 0, LargestValue);
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - HalfBits);
        return (shift << HalfBits) + (int)(value >> shift);
    }

    public static long LowestIn(int index)
    {
        var shift = ShiftOf(index);
        return (long)(index - (shift << HalfBits)) << shift;
    }

    public static long HighestIn(int index) => LowestIn(index) + (1L << ShiftOf(index)) - 1;

    /// <summary>The value that stands for all in the counter: its middle.</summary>
    public static long MiddleOf(int index) => (LowestIn(index) + HighestIn(index)) / 2;

    private static int ShiftOf(int index) => index < 2 * Half ? 0 : (index >> HalfBits) - 1;
}
